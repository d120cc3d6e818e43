// A file that is too large is said at once, instead of after it has been sent for nothing.
const around = document.querySelector("[data-limit]");
const chosen = around?.querySelector("input[type=file]");
function tooLarge() {
  return chosen.files.length > 0 && chosen.files[0].size > Number(around.dataset.limit);
}
function tell() {
  around.querySelector(".too-large")?.remove();
  if (!tooLarge()) return;
  const fault = document.createElement("p");
  fault.className = "fault too-large";
  fault.setAttribute("role", "alert");
  fault.textContent = around.dataset.tooLarge;
  chosen.before(fault);
}
if (chosen) {
  chosen.addEventListener("change", tell);
  // Before page.js, which lets a form go only once.
  chosen.form.addEventListener("submit", (event) => {
    if (!tooLarge()) return;
    event.preventDefault();
    event.stopPropagation();
    tell();
    chosen.focus();
  });
}
