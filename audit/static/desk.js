// The desk: every answer is sent as soon as it is given, and kept on the page until the server has it.
// Without this script the area's own button saves the same fields.
(() => {
  const form = document.querySelector("[data-desk]");
  if (!form) return;
  const status = document.querySelector("[data-status]");
  const told = document.querySelector("[data-told]");
  const notices = { signedOut: document.querySelector("[data-signed-out]"), closed: document.querySelector("[data-closed]") };
  const PATIENCE = 15000;
  const PAUSE = { radio: 400, text: 2500 };
  let token = form.elements.csrf_token.value;
  let saved = status.textContent;
  let running = null;
  let failures = 0;
  let signedOut = false;
  let full = false;
  let closed = false;
  let retry = 0;

  // ---- One question: what its fields hold, and what the server is known to have

  const one = (card, selector) => card.element.querySelector(selector);
  const PARTS = ["svar", "kommentar", "dag", "akt", "skal"];
  const part = (card, name) => one(card, `:is(input[type=text], select, textarea)[name^="${name}-"], input[name^="${name}-"]:checked`)?.value ?? "";
  const content = (card) => Object.fromEntries(PARTS.map((name) => [name, part(card, name)]));
  const key = (fields) => JSON.stringify(PARTS.map((name) => fields[name]));
  const changed = (card) => key(content(card)) !== card.saved;
  const unsaved = (card) => Boolean(card.sending || card.conflict || changed(card));
  const refused = (card) => card.refused === key(content(card));
  const waiting = (card) => !card.conflict && (card.sending || (card.due && changed(card) && !refused(card)));

  const cards = [...form.querySelectorAll("[data-question]")].map((element) => {
    const { question, version, concern } = element.dataset;
    const card = { element, id: question, version, concern, due: false };
    card.saved = key(content(card));
    return card;
  });
  const cardOf = (target) => cards.find((card) => card.element.contains(target));

  // ---- Sending: one answer at a time, again and again until it has come through

  function pump() {
    running ??= run().finally(() => {
      running = null;
      show();
    });
    return running;
  }

  async function run() {
    clearTimeout(retry);
    show();
    try {
      for (let card = cards.find(waiting); card && !closed; card = cards.find(waiting)) await send(card);
      failures = 0;
      signedOut = full = false;
    } catch (error) {
      failures += 1;
      signedOut = error.signedOut === true;
      full = error.full === true;
      retry = setTimeout(pump, Math.min(2 ** failures, 20) * 1000);
    }
  }

  async function send(card) {
    // What may have arrived although its answer was lost is sent again unchanged, before anything newer.
    card.sending ??= { ...content(card), fraga: card.id, version: card.version, ...card.choice };
    card.due = false;
    const answer = await post(card.sending);
    if (answer.status === 404) {
      closed = true;
      const { closed: why } = await answer.json().catch(() => ({}));
      if (why) notices.closed.querySelector("[data-ended]").textContent = why;
      return;
    }
    if (![200, 409, 422].includes(answer.status)) {
      throw Object.assign(new Error(`answered ${answer.status}`), { signedOut: answer.status === 401, full: answer.status === 507 });
    }
    const body = await answer.json();
    const sent = card.sending;
    card.sending = card.choice = null;
    card.due = key(content(card)) !== key(sent);
    if (answer.status === 409) collide(card, body.kept);
    else if (answer.status === 422) Object.assign(card, { refused: key(sent), fault: body.fault });
    else accept(card, sent, body);
  }

  async function post(fields, again = false) {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": token },
      body: new URLSearchParams(fields),
      keepalive: true,
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.status !== 400 || again) return answer;
    // After signing in again (in another tab) the page's token is too old, and the refusal brings a fresh one.
    token = (await answer.json()).csrf_token ?? token;
    for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = token;
    return post(fields, true);
  }

  function accept(card, sent, body) {
    card.version = body.version;
    if (sent.val === "sparat") {
      if (key(content(card)) === key(sent)) fill(card, card.kept);
      card.saved = key(card.kept);
    } else {
      card.saved = key(sent);
    }
    saved = `Sparat ${body.saved_at}`;
    card.pointed = body.pointed;
    for (const [name, [concern, why]] of Object.entries(body.concern)) turn(name, concern, why);
    for (const [area, left] of Object.entries(body.left)) {
      document.querySelector(`[data-left="${area}"]`).textContent = left ? `${left} kvar` : "Klart";
    }
    document.querySelector("[data-all-left]").textContent = body.all_left ? `${body.all_left} kvar` : "Allt klart";
  }

  // ---- Two answers to one question: both are shown, and the person chooses

  function collide(card, kept) {
    card.conflict = true;
    card.kept = { ...kept, svar: kept.value, kommentar: kept.comment, dag: kept.place?.[0] ?? "", akt: kept.place?.[1] ?? "", skal: kept.reason };
    const panel = document.getElementById("krock").content.firstElementChild.cloneNode(true);
    const mine = content(card);
    const chosen = one(card, "input[name^=svar-]:checked + label, select option:checked")?.textContent;
    const label = mine.svar ? (chosen ?? mine.svar) : "Inget svar";
    const where = (text) => text && `I akten: ${text}`;
    describe(panel.querySelector("[data-mine]"), [label, mine.kommentar, where([mine.dag, mine.akt].filter(Boolean).join(", "))]);
    const when = `Sparat ${kept.at}${kept.by && ` av ${kept.by}`}`;
    describe(panel.querySelector("[data-kept]"), [kept.label, kept.comment, where(kept.evidence), when]);
    for (const button of panel.querySelectorAll("[data-choose]")) {
      button.addEventListener("click", () => choose(card, panel, button.dataset.choose));
    }
    card.element.querySelector(".conflict")?.remove();
    card.element.append(panel);
  }

  function describe(place, [label, ...texts]) {
    const strong = Object.assign(document.createElement("strong"), { textContent: label });
    const lines = texts.filter(Boolean).map((text) => Object.assign(document.createElement("p"), { textContent: text, className: "said" }));
    place.replaceChildren(strong, ...lines);
  }

  function choose(card, panel, val) {
    // The panel keeps its height, so that nothing moves under the pointer.
    panel.style.minHeight = `${panel.offsetHeight}px`;
    panel.replaceChildren(val === "mitt" ? "Ditt svar gäller. Det andra finns kvar i historiken." : "Det sparade gäller. Ditt svar finns kvar i historiken.");
    panel.focus();
    card.conflict = false;
    card.choice = { val, sparad: card.kept.version };
    card.saved = key(card.kept);
    card.due = true;
    pump();
  }

  // A question that begins or ceases to concern the case stays where it is until the page is opened again.
  function turn(id, concern, why) {
    const card = cards.find((each) => each.id === id);
    if (!card || card.concern === concern) return;
    const before = card.concern;
    card.concern = concern;
    const place = one(card, "[data-why]");
    if (place) place.textContent = why;
    card.turned = concern === "does_not" ? ["plain", "Gäller inte"] : before === "does_not" ? ["waits", "Gäller nu: svara på frågan"] : null;
    one(card, "input[value=ej_aktuellt]").toggleAttribute("data-comment", concern === "applies");
    const summary = one(card, "[data-anyway]");
    if (summary) summary.textContent = concern === "does_not" ? "Frågan är aktuell ändå" : "Svara på frågan";
  }

  function fill(card, fields) {
    for (const radio of card.element.querySelectorAll("input[type=radio][name^=svar-]")) radio.checked = radio.value === fields.svar;
    for (const name of PARTS) {
      const field = one(card, `:is(input[type=text], select, textarea)[name^="${name}-"]`);
      if (field) field.value = fields[name];
    }
  }

  // ---- A number in a comment that tells who somebody is: pointed out when one has left the field, never refused

  function point(card) {
    const field = one(card, "textarea");
    const panel = one(card, "[data-pointed]");
    const found = card.pointed;
    if (!field || field === document.activeElement || found === undefined) return;
    if (!found || card.kept_as === field.value) {
      panel?.remove();
      return;
    }
    if (panel?.dataset.about === found.said) return;
    const fresh = document.getElementById("utpekat").content.firstElementChild.cloneNode(true);
    fresh.dataset.about = found.said;
    fresh.querySelector("[data-said]").textContent = found.said;
    fresh.querySelector("[data-placeholders]").textContent = found.placeholders;
    for (const button of fresh.querySelectorAll("[data-text]")) button.dataset.text = found[button.dataset.text];
    panel?.remove();
    one(card, ".question-more").append(fresh);
  }

  // ---- The comment written last, at another question in one click

  const { lastNumber, lastComment, lastDay, lastPlace } = form.dataset;
  let latest = lastComment ? { number: lastNumber, kommentar: lastComment, dag: lastDay, akt: lastPlace } : null;
  const numberOf = (card) => one(card, ".question-number")?.textContent;

  function offer(card) {
    const button = one(card, "[data-same]");
    if (!button) return;
    one(card, ".question-spread").hidden = !part(card, "kommentar");
    const given = latest && latest.number !== numberOf(card) && !part(card, "kommentar");
    button.parentElement.hidden = !given;
    if (given) button.textContent = `Samma kommentar som på fråga ${latest.number}`;
  }

  // ---- What the page says

  function paint(card) {
    const radio = one(card, "input[name^=svar-]:checked");
    const lacks = radio && "comment" in radio.dataset && !content(card).kommentar.trim();
    const unreasoned = radio && radio.value !== "ej_aktuellt" && card.concern === "does_not" && !content(card).skal.trim();
    if (unreasoned) one(card, ".question-reason").hidden = false;
    if (lacks || content(card).kommentar || content(card).dag || content(card).akt) card.element.classList.add("open");
    const [kind, word] = card.conflict ? ["waits", "Två olika svar"]
      : refused(card) ? ["wrong", card.fault]
      : unsaved(card) && failures ? ["waits", "Inte sparat än"]
      : lacks ? ["waits", "Kommentar saknas"]
      : unreasoned ? ["waits", "Skäl saknas"]
      : radio ? ["done", "Klar"]
      : card.turned ? card.turned : ["", ""];
    const mark = Object.assign(document.createElement("span"), { className: `mark mark-${kind}`, textContent: word });
    const place = one(card, "[data-state]");
    if (place.textContent !== word) place.replaceChildren(...(word ? [mark] : []));
    point(card);
    offer(card);
  }

  function show() {
    const open = cards.filter(unsaved);
    const words = open.length === 1 ? "1 svar är inte sparat än" : `${open.length} svar är inte sparade än`;
    const trouble = ((closed || signedOut) && words) || (failures && open.length && `${full ? "Disken är full, säg till administratören: " : ""}${words} – försöker igen`)
      || (open.some((card) => card.conflict) && "En fråga har fått två olika svar – välj vilket som ska gälla")
      || (open.some(refused) && `${words} – se vid frågan`) || "";
    status.textContent = trouble || (open.length ? "Sparar…" : saved);
    status.classList.toggle("trouble", Boolean(trouble));
    notices.signedOut.hidden = closed || !signedOut;
    notices.closed.hidden = !closed;
    if (trouble !== told.dataset.last) told.textContent = trouble || (told.dataset.last ? "Allt är sparat" : "");
    told.dataset.last = trouble;
    cards.forEach(paint);
  }

  // ---- When something is to be sent

  const after = (card, pause) => {
    clearTimeout(card.timer);
    card.timer = setTimeout(() => {
      card.due = true;
      pump();
    }, pause);
  };
  form.addEventListener("input", (event) => {
    const card = cardOf(event.target);
    if (!card) return;
    after(card, event.target.type === "radio" ? PAUSE.radio : PAUSE.text);
    show();
  });
  form.addEventListener("change", (event) => {
    if (event.target.type !== "radio" && cardOf(event.target)) after(cardOf(event.target), 0);
  });
  form.addEventListener("focusout", (event) => {
    const card = cardOf(event.target);
    if (!card || event.target.type !== "textarea") return;
    if (event.target.value.trim()) latest = { number: numberOf(card), kommentar: part(card, "kommentar"), dag: part(card, "dag"), akt: part(card, "akt") };
    setTimeout(show);
  });
  const put = (card, name, text) => {
    const field = one(card, `[name^="${name}-"]`);
    field.value = text;
    field.focus();
    after(card, 0);
    show();
  };
  form.addEventListener("click", (event) => {
    const { open, same, text, keep } = event.target.dataset;
    const card = cardOf(event.target);
    if (!card || (open ?? same ?? text ?? keep) === undefined) return;
    event.preventDefault();
    if (open !== undefined) {
      card.element.classList.add("open");
      one(card, "textarea").focus();
    } else if (same !== undefined) {
      for (const name of ["akt", "dag", "kommentar"]) if (!part(card, name)) put(card, name, latest[name]);
    } else if (text !== undefined) {
      one(card, "[data-pointed]").remove();
      card.pointed = undefined;
      put(card, "kommentar", text);
    } else {
      card.kept_as = one(card, "textarea").value;
      one(card, "[data-pointed]").remove();
      one(card, "textarea").focus();
    }
  });
  const flush = async () => {
    for (const card of cards) card.due = true;
    await running;
    await pump();
  };
  for (const name of ["focus", "online"]) window.addEventListener(name, () => failures && pump());
  document.addEventListener("visibilitychange", () => (document.hidden || failures) && flush());

  // ---- Leaving the page: first what waits is sent; what can't be sent is warned of

  const canBeSent = (card) => unsaved(card) && !card.conflict && !refused(card);
  const canWait = () => !failures && !closed && cards.some(canBeSent);
  const leave = async (go) => {
    await flush();
    if (!cards.some(unsaved)) go();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { name, value, dataset } = event.submitter ?? {};
    const next = name === "aven" ? `${location.pathname}/galler-aven/${value}` : dataset?.next;
    leave(() => next && location.assign(next));
  });
  document.addEventListener("submit", (event) => {
    if (event.target === form || !canWait()) return;
    event.preventDefault();
    leave(() => event.target.submit());
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.target || link.pathname + link.search === location.pathname + location.search || event.button || event.ctrlKey || event.metaKey || event.shiftKey || !canWait()) return;
    event.preventDefault();
    leave(() => location.assign(link.href));
  });
  window.addEventListener("beforeunload", (event) => cards.some(unsaved) && event.preventDefault());

  // On a phone the list of areas is folded; without script it stands open.
  if (window.matchMedia("(max-width: 900px)").matches) document.querySelector(".areas details").open = false;
})();
