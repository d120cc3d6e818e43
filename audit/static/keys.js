// Keys on the desk: an answer, the next question, the next file. Nothing depends on them, and they can be switched off.
(() => {
  const form = document.querySelector("[data-desk]");
  const dialog = document.getElementById("tangenter");
  const opener = document.querySelector("[data-keys]");
  if (!form || !dialog || !opener) return;
  const box = dialog.querySelector("[data-keys-on]");
  const NAME = "stickprov-tangenter";
  const cards = [...form.querySelectorAll("article[data-question]")];
  let last = null;

  // A browser that keeps nothing lets the choice last as long as the page.
  const remembered = (value) => {
    try {
      return value === undefined ? localStorage.getItem(NAME) : localStorage.setItem(NAME, value);
    } catch {
      return null;
    }
  };
  box.checked = remembered() !== "av";
  box.addEventListener("change", () => remembered(box.checked ? "på" : "av"));
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  dialog.querySelector("[data-keys-close]").addEventListener("click", () => dialog.close());

  form.addEventListener("focusin", (event) => {
    last = cards.find((card) => card.contains(event.target)) ?? last;
  });

  const radios = (card) => [...card.querySelectorAll("input[type=radio][name^=svar-]")];
  const shut = (card) => card.querySelector("details:not([open]) > [data-anyway]");
  const stand = (card) => {
    const place = shut(card) ?? radios(card).find((radio) => radio.checked) ?? radios(card)[0];
    place.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };
  const current = () => {
    const inside = cards.find((card) => card.contains(document.activeElement));
    return inside ?? (document.activeElement === document.body ? last : null);
  };
  const onwards = (step) => {
    const at = current() ?? last;
    const next = cards[at ? cards.indexOf(at) + step : 0];
    if (next) stand(next);
    else if (step > 0) form.querySelector("[data-next]").focus();
  };
  const answer = (number) => {
    const card = current();
    const radio = card && !shut(card) && radios(card)[number - 1];
    if (!radio) return;
    radio.focus();
    radio.click();
  };
  const unanswered = () => {
    const card = cards.find((each) => !shut(each) && each.dataset.concern !== "does_not" && !radios(each).some((radio) => radio.checked));
    if (card) stand(card);
    else form.querySelector("[data-next]").focus();
  };
  const comment = () => {
    const card = current();
    if (!card || shut(card)) return;
    card.classList.add("open");
    card.querySelector("textarea").focus();
  };
  const file = (which) => document.querySelector(`.around [data-file=${which}]`)?.click();
  const KEYS = {
    n: () => onwards(1),
    f: () => onwards(-1),
    o: unanswered,
    k: comment,
    ".": () => file("after"),
    ",": () => file("before"),
    "?": () => dialog.showModal(),
  };

  const typing = (target) => target.isContentEditable || target.matches("textarea, select, input:not([type=radio], [type=checkbox])");
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
    const card = cards.find((each) => each.contains(event.target));
    if (event.key === "Escape" && card && typing(event.target)) {
      stand(card);
      return;
    }
    if (!box.checked || typing(event.target) || (event.shiftKey && event.key !== "?")) return;
    const act = /^[1-9]$/.test(event.key) ? () => answer(Number(event.key)) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();
