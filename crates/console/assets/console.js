// Adds live updates, previews and keyboard labeling. Every page works without it.
"use strict";

(() => {
  // Submits forms that need no input, such as the sign-in form when the link contains the token.
  for (const form of document.querySelectorAll("form[data-send-now]")) form.requestSubmit();

  // Live parts: the server sends a part again when it changes, and asks for a reload when it is final. Browsers limit
  // connections per host, so hidden pages keep none open.
  for (const part of document.querySelectorAll("[data-live]")) {
    let source = null;
    const listen = () => {
      source?.close();
      source = null;
      if (document.hidden) return;
      source = new EventSource(part.dataset.live);
      source.addEventListener("part", (event) => replace(part, event.data));
      source.addEventListener("reload", () => location.reload());
    };
    listen();
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => source?.close());
  }

  // Previews: fetches the effect of a form's values before the form is sent.
  for (const form of document.querySelectorAll("form[data-preview]")) {
    const target = document.getElementById(form.dataset.preview);
    let latest = 0;
    const preview = async () => {
      const mine = ++latest;
      const values = new URLSearchParams(new FormData(form));
      values.delete("csrf");
      const answer = await fetch(`${form.dataset.previewFrom}?${values}`);
      if (answer.ok && mine === latest) replace(target, await answer.text());
    };
    for (const input of form.querySelectorAll("input[type=range]")) {
      const output = form.querySelector(`output[for="${input.id}"]`);
      input.addEventListener("input", () => {
        if (output) output.value = Number(input.value).toFixed(2);
        preview();
      });
    }
  }

  // Hides what is only needed without JavaScript.
  for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;

  // Drop zones: selects a dropped file in the file input.
  for (const zone of document.querySelectorAll("[data-drop]")) {
    const input = zone.querySelector("input[type=file]");
    const name = zone.querySelector("[data-file-name]");
    const show = () => {
      const file = input.files[0];
      if (file) name.textContent = `${file.name} (${size(file.size)})`;
      zone.classList.toggle("chosen", Boolean(file));
    };
    input.addEventListener("change", show);
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.classList.add("over");
      });
    }
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      show();
    });
  }

  // A slow form shows that it is working and cannot be sent twice.
  for (const form of document.querySelectorAll("form[data-busy]")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("button[type=submit]");
      button.setAttribute("aria-disabled", "true");
      button.textContent = form.dataset.busy;
    });
  }

  // Labeling by keyboard: digits mark the current record, arrows move, Enter saves.
  for (const form of document.querySelectorAll("form[data-labeling]")) {
    const fields = [...form.querySelectorAll("select[name=mark]")];
    let current = 0;
    const show = () => {
      for (const [at, field] of fields.entries()) {
        const record = field.closest("[data-record]");
        record.classList.toggle("current", at === current);
        record.dataset.mark = field.value;
      }
    };
    const go = (to) => {
      current = Math.max(0, Math.min(fields.length - 1, to));
      fields[current].focus();
      show();
    };
    const mark = (value) => {
      if (![...fields[current].options].some((option) => option.value === value)) return;
      fields[current].value = value;
      go(current + 1);
    };
    for (const [at, field] of fields.entries()) {
      field.addEventListener("change", show);
      field.closest("[data-record]").addEventListener("click", () => {
        current = at;
        show();
      });
    }
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, summary")) return;
      const send = (key) => document.querySelector(`form[data-key="${key}"]`)?.requestSubmit();
      const does = {
        0: () => mark("alone"),
        x: () => mark("unknown"),
        u: () => send("undo"),
        s: () => send("skip"),
        ArrowDown: () => go(current + 1),
        ArrowRight: () => go(current + 1),
        ArrowUp: () => go(current - 1),
        ArrowLeft: () => go(current - 1),
      };
      for (let digit = 1; digit <= 9; digit += 1) does[digit] = () => mark(String(digit));
      // On a button or a link, Enter keeps its usual meaning.
      if (!event.target.closest("button, a")) does.Enter = () => form.requestSubmit(form.querySelector("[data-confirm]"));
      if (!Object.hasOwn(does, event.key)) return;
      event.preventDefault();
      does[event.key]();
    });
    go(0);
  }

  // The server has already escaped this markup.
  function replace(part, markup) {
    const open = new Set([...part.querySelectorAll("details[open]")].map((details) => details.id));
    part.innerHTML = markup;
    for (const details of part.querySelectorAll("details")) if (open.has(details.id)) details.open = true;
    const log = part.querySelector("[data-tail]");
    if (log) log.scrollTop = log.scrollHeight;
  }

  function size(bytes) {
    const units = ["bytes", "KB", "MB", "GB"];
    let unit = 0;
    while (bytes >= 1000 && unit < units.length - 1) {
      bytes /= 1000;
      unit += 1;
    }
    return `${unit ? bytes.toFixed(1) : bytes} ${units[unit]}`;
  }
})();
