// The planning help answers while somebody types: the same page is fetched, and its answers put in place of the old ones.
// Without this script the button does the same.
(() => {
  const form = document.querySelector("[data-planning]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  const PAUSE = 300;
  let timer = 0;
  let asking = null;

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const address = `${form.action.split("#")[0]}?${new URLSearchParams(new FormData(form))}`;
    try {
      const response = await fetch(address, { signal: asking.signal });
      if (!response.ok || response.redirected) throw new Error("no answer");
      show(new DOMParser().parseFromString(await response.text(), "text/html"));
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") said.textContent = "Svaret kunde inte hämtas. Tryck på Räkna om.";
    }
  }

  function show(page) {
    const news = [];
    for (const answer of form.querySelectorAll("[data-answer]")) {
      const text = page.getElementById(answer.id)?.textContent ?? "";
      if (text === answer.textContent) continue;
      answer.textContent = text;
      if (answer.checkVisibility()) news.push(text);
    }
    for (const field of form.querySelectorAll("input[aria-describedby]")) {
      const wrong = page.getElementById(field.id)?.hasAttribute("aria-invalid") ?? false;
      field.classList.toggle("is-invalid", wrong);
      field.toggleAttribute("aria-invalid", wrong);
      if (wrong) field.setAttribute("aria-invalid", "true");
    }
    if (news.length) said.textContent = news.filter(Boolean).join(" ");
  }

  // A slider beside each field that has a highest number: it and the field say the same.
  for (const field of form.querySelectorAll("[data-slider]")) {
    const slider = Object.assign(document.createElement("input"), { type: "range", className: "no-print", min: 1 });
    slider.max = field.dataset.slider;
    slider.value = field.value;
    slider.setAttribute("aria-label", `${field.labels[0].textContent}, ${field.closest("fieldset").querySelector("legend").textContent}`);
    slider.addEventListener("input", () => (field.value = slider.value));
    field.addEventListener("input", () => (slider.value = field.value));
    field.after(slider);
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  for (const part of form.querySelectorAll("details")) part.addEventListener("toggle", () => part.open && ask());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
})();
