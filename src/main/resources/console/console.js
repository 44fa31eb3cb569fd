// What the pages cannot do without a script: dialogs that are open from the start, copying, keys, and a guard before a
// secret is lost. Without this file the pages work by links and forms.
"use strict";

(() => {
  const within = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];

  // A dialog that holds a secret stays until its box is ticked, whatever tries to close it.
  const isHeld = dialog => dialog.querySelector("[data-saved]")?.checked === false;
  const held = () => [...document.querySelectorAll("dialog[open]")].find(isHeld);

  const remind = dialog => {
    const box = dialog.querySelector("[data-saved]");
    box.focus();
    box.closest("label").scrollIntoView({block: "nearest"});
  };

  const guard = dialog => {
    dialog.addEventListener("cancel", event => {
      if (isHeld(dialog)) {
        event.preventDefault();
        remind(dialog);
      }
    });
    dialog.addEventListener("keydown", event => {
      // A browser closes a dialog at the second Escape without asking.
      if (event.key === "Escape" && isHeld(dialog)) {
        event.preventDefault();
        remind(dialog);
      }
    });
    const box = dialog.querySelector("[data-saved]");
    const close = dialog.querySelector("[data-close-when-saved]");
    const update = () => { close.disabled = !box.checked; };
    box.addEventListener("change", update);
    update();
    // The Back button leads to this entry of the history instead of away from the page.
    history.pushState({held: true}, "");
  };

  addEventListener("popstate", () => {
    const dialog = held();
    if (dialog) {
      history.pushState({held: true}, "");
      remind(dialog);
    }
  });

  addEventListener("beforeunload", event => {
    if (held()) {
      event.preventDefault();
    }
  });

  const copy = async button => {
    const text = document.getElementById(button.dataset.copy).textContent;
    let copied = false;
    try {
      await navigator.clipboard.writeText(text);
      copied = true;
    } catch {
      // Without TLS there is no clipboard but the selection's. The field is in the dialog, which alone has the focus.
      const field = document.createElement("textarea");
      field.value = text;
      field.setAttribute("aria-hidden", "true");
      button.after(field);
      field.select();
      copied = document.execCommand("copy");
      field.remove();
      button.focus();
    }
    const told = button.parentElement.querySelector("[data-copied]");
    told.textContent = copied ? "Copied" : "The browser does not let this page copy: mark the text and copy it yourself";
  };

  // Puts a sentence above a form that stays as it is, with all that was typed.
  const tell = (form, text) => {
    form.querySelector("[data-told]")?.remove();
    const told = document.createElement("p");
    told.className = "fault";
    told.setAttribute("role", "alert");
    told.dataset.told = "";
    told.textContent = text;
    form.prepend(told);
    told.scrollIntoView({block: "nearest"});
  };

  const NO_ANSWER = "No answer came. Look at the list before you send the form again, because it may have been done.";
  for (const event of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(event, ({detail}) => tell(detail.elt, NO_ANSWER));
  }

  // A whole page, such as that of an ended session, has no place in a dialog: what it says is put above the form.
  document.addEventListener("htmx:beforeSwap", ({detail}) => {
    const text = detail.xhr.responseText;
    if (/^\s*<!doctype/i.test(text)) {
      detail.shouldSwap = false;
      const main = new DOMParser().parseFromString(text, "text/html").querySelector("main");
      tell(detail.elt, [...main.querySelectorAll("h1, .fault, section > p:not(:has(a))")].map(part => part.textContent.trim().replace(/[.]$/, "")).join(". ") + ".");
    }
  });

  // A second click on a button does not send a form twice.
  const RESENT_AFTER_MILLIS = 5000;
  document.addEventListener("submit", event => {
    const form = event.target;
    if (form.method === "post" && !form.hasAttribute("hx-post")) {
      if (form.dataset.sent) {
        event.preventDefault();
      }
      form.dataset.sent = "yes";
      // An answer that was stopped leaves the page as it is.
      setTimeout(() => delete form.dataset.sent, RESENT_AFTER_MILLIS);
    }
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach(form => delete form.dataset.sent);
  });

  // A secret that was shown once stays in no page that the browser keeps for its Back button.
  addEventListener("pagehide", () => {
    document.querySelectorAll("[data-shown-once]").forEach(part => { part.textContent = ""; });
  });

  const prepare = root => {
    within(root, "dialog[data-open]").forEach(dialog => {
      dialog.removeAttribute("data-open");
      dialog.removeAttribute("open");
      dialog.showModal();
    });
    const around = root.closest?.("dialog");
    (around ? [around] : within(root, "dialog")).filter(dialog => dialog.querySelector("[data-saved]") && !dialog.dataset.guarded)
      .forEach(dialog => {
        dialog.dataset.guarded = "yes";
        guard(dialog);
      });
    within(root, "[data-own-zone]").forEach(button => {
      button.hidden = false;
    });
    within(root, "[data-copy]").forEach(button => {
      button.hidden = false;
    });
  };

  document.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (button?.getAttribute("commandfor") && !("commandForElement" in button)) {
      const dialog = document.getElementById(button.getAttribute("commandfor"));
      button.getAttribute("command") === "close" ? dialog.close() : dialog.showModal();
      return;
    }
    if (button?.dataset.copy) {
      copy(button);
    } else if (button?.hasAttribute("data-own-zone")) {
      button.form.querySelector("[data-zone]").value = Intl.DateTimeFormat().resolvedOptions().timeZone;
      button.form.requestSubmit();
    } else if (button?.hasAttribute("data-close-when-saved")) {
      event.preventDefault();
      location.assign(button.dataset.next);
    }
  });

  // Keys: / goes to the search, n opens what makes something new.
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog")) {
      return;
    }
    const target = {"/": "[data-search]", "n": "[data-new]"}[event.key];
    const element = target && document.querySelector(target);
    if (element) {
      event.preventDefault();
      // The focus returns to the button when its dialog closes.
      element.focus();
      if (element.matches("button, a")) {
        element.click();
      }
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    // A reload, and a link that is copied, do not say again what was done.
    const address = new URL(location);
    if (address.searchParams.has("done")) {
      address.searchParams.delete("done");
      history.replaceState(history.state, "", address);
    }
  });
  document.addEventListener("htmx:afterSwap", event => prepare(event.detail.elt));
})();
