// Adds live updates, previews and keyboard labeling. Every page works without it.
"use strict";

(() => {
  /** Where keys are text. */
  const WRITING = "input:not([type=radio], [type=checkbox], [type=range]), textarea, select";
  /** How long to wait before asking again whether the service is there, and whether somebody has signed in elsewhere. */
  const AGAIN_MS = 1500;
  const SELDOM_MS = 5000;
  /** What keys do on this page, besides pressing what names them. */
  const keys = {};

  // Submits forms that need no input, such as the sign-in form when the link contains the token.
  for (const form of document.querySelectorAll("form[data-send-now]")) form.requestSubmit();

  // Times are in UTC without JavaScript, and local with it.
  const two = (number) => String(number).padStart(2, "0");
  const localize = (root) => {
    for (const time of root.querySelectorAll("time[datetime]")) {
      const at = new Date(time.dateTime);
      if (Number.isNaN(at.getTime())) continue;
      const zone = new Intl.DateTimeFormat("en", { timeZoneName: "short" }).formatToParts(at).find((part) => part.type === "timeZoneName");
      const clock = `${two(at.getHours())}:${two(at.getMinutes())}`;
      time.textContent = time.classList.contains("clock")
        ? `${clock}:${two(at.getSeconds())}`
        : `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock} ${zone?.value ?? ""}`.trim();
    }
  };
  localize(document);

  // Live parts: the server sends a part again when it changes, and asks for a reload when it is final. Browsers limit
  // connections per host, so hidden pages keep none open.
  for (const part of document.querySelectorAll("[data-live]")) {
    let source = null;
    let check = null;
    const listen = () => {
      source?.close();
      source = null;
      clearTimeout(check);
      if (document.hidden) return;
      source = new EventSource(part.dataset.live);
      source.addEventListener("open", connected);
      source.addEventListener("part", (event) => replace(part, event.data));
      source.addEventListener("reload", () => location.reload());
      source.addEventListener("error", () => {
        source?.close();
        lost(false);
        clearTimeout(check);
        check = setTimeout(again, AGAIN_MS);
      });
    };
    // After a restart the session is gone, and the page leads to the sign-in page.
    const again = async () => {
      if (document.hidden) return;
      try {
        const answer = await fetch(location.href, { method: "HEAD" });
        if (new URL(answer.url).pathname.endsWith("/console/enter")) {
          lost(true);
          check = setTimeout(again, SELDOM_MS);
        } else location.reload();
      } catch {
        check = setTimeout(again, AGAIN_MS);
      }
    };
    listen();
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => {
      clearTimeout(check);
      source?.close();
    });
  }

  function connected() {
    document.getElementById("lost")?.remove();
  }

  /** Says that the connection is lost, and how to go on if it takes a person to go on. */
  function lost(isOut) {
    let bar = document.getElementById("lost");
    if (!bar) {
      bar = document.createElement("div");
      bar.id = "lost";
      bar.className = "lost";
      bar.setAttribute("role", "alert");
      document.querySelector("main").prepend(bar);
    }
    if (!isOut) {
      if (!bar.querySelector("a")) bar.textContent = "Connection lost. Trying again …";
      return;
    }
    const link = document.createElement("a");
    link.href = `/console/enter?${new URLSearchParams({ next: location.pathname + location.search, why: "lost" })}`;
    link.className = "button primary";
    link.textContent = "Sign in again";
    bar.replaceChildren("Connection lost, sign in again. You then return to this page. ", link);
  }

  // Previews: fetches the effect of a form's values before the form is sent.
  for (const form of document.querySelectorAll("form[data-preview]")) {
    const target = document.getElementById(form.dataset.preview);
    let latest = 0;
    const preview = async () => {
      const mine = ++latest;
      const values = new URLSearchParams(new FormData(form));
      values.delete("csrf");
      let answer;
      try {
        answer = await fetch(`${form.dataset.previewFrom}?${values}`);
      } catch {
        lost(false);
        return;
      }
      if (answer.redirected) lost(true);
      else if (answer.ok && mine === latest) {
        connected();
        replace(target, await answer.text());
      }
    };
    for (const input of form.querySelectorAll("input[type=range]")) {
      const output = form.querySelector(`output[for="${input.id}"]`);
      input.addEventListener("input", () => {
        if (output) output.value = Number(input.value).toFixed(2);
        preview();
      });
    }
  }

  // Ticked records: counts them, and offers what can be done with so many.
  const dock = document.querySelector("[data-ticked]");
  if (dock) {
    const boxes = [...document.querySelectorAll("input[type=checkbox][name=record]")];
    const tell = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      dock.textContent = ticked === 0 ? "Tick records to correct groups" : ticked === 1 ? "1 record ticked" : `${ticked} records ticked`;
      dock.parentElement.classList.toggle("idle", ticked === 0);
      for (const button of document.querySelectorAll("[data-needs]")) {
        button.disabled = ticked < Number(button.dataset.needs) || ticked > Number(button.dataset.most ?? Infinity);
      }
    };
    for (const box of boxes) box.addEventListener("change", tell);
    // A page that comes back from the browser's memory keeps its ticks.
    addEventListener("pageshow", tell);
    tell();
  }

  // Groups: n goes to the next one, or to the next page after the last one, and p back.
  const groups = [...document.querySelectorAll("[data-group]")];
  if (groups.length > 1) {
    const go = (step) => {
      const at = groups.findIndex((group) => group.contains(document.activeElement));
      const next = at < 0 && step > 0 ? groups[0] : groups[at + step];
      if (next) next.focus();
      else if (step > 0) document.querySelector(".pager [rel=next]")?.click();
    };
    keys.n = () => go(1);
    keys.p = () => go(-1);
  }

  // Tables that are wider than the page say so.
  const tellWidth = () => {
    for (const part of document.querySelectorAll(".scroll")) {
      const isWide = part.scrollWidth > part.clientWidth + 1;
      const hint = part.nextElementSibling?.matches(".sideways") ? part.nextElementSibling : null;
      if (isWide && !hint) part.insertAdjacentHTML("afterend", '<p class="sideways">Scroll sideways to see all columns →</p>');
      else if (!isWide) hint?.remove();
    }
  };
  tellWidth();
  addEventListener("resize", tellWidth);

  // Shows what only works with JavaScript, and hides what is only needed without it.
  for (const part of document.querySelectorAll("[data-with-script]")) part.hidden = false;
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

  // Keys: a key presses the button, follows the link or sends the form that names it. Labeling adds keys of its own.
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(WRITING)) return;
    if (Object.hasOwn(keys, event.key)) {
      // On a button or a link, Enter keeps its usual meaning.
      if (event.key === "Enter" && event.target.closest("button, a, summary")) return;
      event.preventDefault();
      keys[event.key]();
      return;
    }
    const named = /^[\w.]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    if (!named) return;
    event.preventDefault();
    if (named.matches("form")) named.requestSubmit();
    else named.click();
  });

  // A set: digits answer for the current record, arrows move, Enter saves, but not without any answer.
  for (const form of document.querySelectorAll("form[data-labeling]")) {
    const records = [...form.querySelectorAll("[data-record]")];
    const radios = (at) => [...records[at].querySelectorAll("input[type=radio]")];
    const confirm = form.querySelector("[data-confirm]");
    let current = 0;
    const show = () => {
      for (const [at, record] of records.entries()) {
        record.classList.toggle("current", at === current);
        record.dataset.mark = radios(at).find((radio) => radio.checked)?.value ?? "";
      }
      form.querySelector("[data-ask]").hidden = true;
    };
    const go = (to) => {
      current = Math.max(0, Math.min(records.length - 1, to));
      (radios(current).find((radio) => radio.checked) ?? radios(current)[0]).focus();
      show();
    };
    const mark = (value) => {
      const radio = radios(current).find((one) => one.value === value);
      if (!radio) return;
      radio.checked = true;
      if (current + 1 < records.length) go(current + 1);
      else {
        show();
        confirm.focus({ preventScroll: true });
      }
    };
    for (const [at, record] of records.entries()) {
      record.addEventListener("click", () => {
        current = at;
        show();
      });
      record.addEventListener("change", show);
    }
    form.addEventListener("submit", (event) => {
      if (event.submitter?.name === "verdict" || form.querySelector("input[type=radio]:checked")) return;
      event.preventDefault();
      ask(form);
    });
    Object.assign(keys, {
      0: () => mark("alone"),
      x: () => mark("unknown"),
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Enter: () => form.requestSubmit(confirm),
    });
    for (let digit = 1; digit <= 9; digit += 1) keys[digit] = () => mark(String(digit));
    show();
  }

  // A pair: one key or one click is the whole answer, so Enter alone asks.
  for (const form of document.querySelectorAll("form[data-pair]")) keys.Enter = () => ask(form);

  function ask(form) {
    const question = form.querySelector("[data-ask]");
    question.hidden = false;
    question.scrollIntoView({ block: "nearest" });
    form.querySelector("[name=verdict]").focus({ preventScroll: true });
  }

  // The server has already escaped this markup.
  function replace(part, markup) {
    const open = new Set([...part.querySelectorAll("details[open]")].map((details) => details.id));
    part.innerHTML = markup;
    localize(part);
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
