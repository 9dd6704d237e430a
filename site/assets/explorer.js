// The action explorer: a form for the message that starts an operation, made from the tables of its fields when it is
// asked for. A control has an element, `read` (its value, or undefined where it is left out; adds to `faults` what is
// wrong) and `write`. The values are those of JSON, but numbers keep their text, so that none loses a digit.
{
  const EMPTY = "Leave out";
  const DEEPEST = 6;
  const MOST_DIGITS = 4300;
  const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
  const INTEGER = /^-?(?:0|[1-9]\d*)$/;
  const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
  const INSTANT = /^(\d{4})-(\d\d)-(\d\d)[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
  const CREDENTIALS = {
    credential_username_password: ["username", "password*"],
    credential_secret_key: ["secretKey*"],
    credential_asymmetric_key: ["privateKey*"],
    credential_token: ["token*", "domain?"],
  };

  let ids = 0;
  const newId = () => `x${(ids += 1)}`;

  const make = (tag, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const button = (text, onclick, className = "") => make("button", { type: "button", textContent: text, onclick, className });

  const exact = (text) => (JSON.rawJSON ? JSON.rawJSON(text) : Number(text));
  const parse = (text) =>
    JSON.parse(text, (_, value, context) => (typeof value === "number" ? exact(context?.source ?? String(value)) : value));
  const print = (value, indent) => JSON.stringify(value, null, indent);
  const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON?.(value);
  const parsed = (text) => (text === undefined ? undefined : parse(text));

  // What is wrong with a text of a type; empty where nothing is.
  const complaints = {
    integer: (text) =>
      INTEGER.test(text) && text.length <= MOST_DIGITS ? "" : "Write a whole number, such as 42.",
    float: (text) => (NUMBER.test(text) && Number.isFinite(Number(text)) ? "" : "Write a number, such as 0.5."),
    date: (text) => {
      const [, year, month, day] = INSTANT.exec(text)?.map(Number) ?? [];
      const date = new Date(0);
      date.setUTCFullYear(year, month - 1, day);
      const real = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
      return real ? "" : "Write a date and time with its zone, such as 2026-01-31T12:00:00Z.";
    },
    bytes: (text) => (BASE64.test(text) ? "" : "Write base64, or choose a file."),
    any: (text) => {
      try {
        parse(text);
        return "";
      } catch (error) {
        return `Write JSON: ${error.message}`;
      }
    },
    object: (text) =>
      complaints.any(text) || (isObject(parse(text)) ? "" : "Write a JSON object, such as {\"key\": \"value\"}."),
  };
  complaints.number = complaints.float;

  const chooser = (onchoose) => {
    const input = make("input", { type: "file" });
    input.setAttribute("aria-label", "Take the bytes of a file");
    input.addEventListener("change", () => {
      const [file] = input.files;
      if (!file) return;
      const reader = new FileReader();
      reader.addEventListener("load", () => onchoose(file.name, String(reader.result).replace(/^[^,]*,?/, "")));
      reader.readAsDataURL(file);
    });
    return input;
  };

  // A label, a control that shows what is wrong with it, and what the table says about the field.
  const framed = (field, input, complain, extra = []) => {
    const [error, hint] = [newId(), newId()];
    input.id = newId();
    const message = make("p", { id: error, className: "explorer-error", hidden: true });
    const label = make("label", { htmlFor: input.id }, make("code", { textContent: field.label }));
    if (field.typeName) label.append(" ", make("span", { className: "quiet", textContent: field.typeName }));
    if (field.required) label.append(" ", make("span", { className: "required", textContent: "required" }));
    const element = make("div", { className: "explorer-field" }, label);
    const described = [error];
    if (field.about) {
      element.append(make("p", { id: hint, className: "explorer-hint", textContent: field.about }));
      described.push(hint);
    }
    input.setAttribute("aria-describedby", described.join(" "));
    if (field.required) input.setAttribute("aria-required", "true");
    element.append(input, ...extra, message);
    let touched = false;
    const check = (faults) => {
      const wrong = complain();
      if (wrong) faults.push({ input, show: () => show(wrong) });
      if (touched || !wrong) show(wrong);
      return !wrong;
    };
    const show = (wrong) => {
      touched ||= Boolean(wrong);
      message.textContent = wrong;
      message.hidden = !wrong;
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    };
    input.addEventListener("change", () => show(complain()));
    return { element, check };
  };

  const choice = (field, values) => {
    const select = make("select");
    const missing = !field.required || !values.length;
    if (missing) select.append(new Option(values.length ? EMPTY : "No value is allowed", ""));
    for (const [index, value] of values.entries()) {
      select.append(new Option(typeof value === "string" && value ? value : print(value), String(index)));
    }
    const complain = () => (field.required && select.value === "" ? "Choose a value." : "");
    const { element, check } = framed(field, select, complain);
    return {
      element,
      read: (faults) => (check(faults) && select.value !== "" ? values[Number(select.value)] : undefined),
      write: (value) => {
        const index = values.findIndex((other) => print(other) === print(value));
        if (index >= 0) select.value = String(index);
      },
    };
  };

  const text = (field, type) => {
    const numeric = ["integer", "float", "number"].includes(type);
    const json = ["any", "object"].includes(type);
    const line = numeric || ["password", "date"].includes(type);
    const input = line ? make("input", { type: type === "password" ? "password" : "text" }) : make("textarea", { rows: json ? 3 : 1 });
    input.autocomplete = type === "password" ? "new-password" : "off";
    input.spellcheck = false;
    if (numeric) input.inputMode = type === "integer" ? "numeric" : "decimal";
    if (type === "date") input.placeholder = "2026-01-31T12:00:00Z";
    if (field.placeholder) input.placeholder = field.placeholder;
    const raw = () => (numeric || json || type === "date" || type === "bytes" ? input.value.trim() : input.value);
    let emptyFits = false;
    const complain = () => {
      if (raw() === "") return field.required && !emptyFits ? "Fill this in: it is required." : "";
      return complaints[type]?.(raw()) ?? "";
    };
    const changed = () => input.dispatchEvent(new Event("change", { bubbles: true }));
    const put = (_, content) => {
      input.value = content;
      changed();
    };
    const { element, check } = framed(field, input, complain, type === "bytes" ? [chooser(put)] : []);
    return {
      element,
      read: (faults) => {
        if (!check(faults)) return undefined;
        if (raw() === "") return emptyFits && field.required ? "" : undefined;
        if (numeric) return exact(raw());
        return json ? parse(raw()) : raw();
      },
      write: (value) => {
        // Where an empty text is the default, it is a value like any other.
        emptyFits = value === "" && !json && !numeric && type !== "date";
        if (json) input.value = print(value, 2);
        else input.value = typeof value === "string" ? value : print(value);
      },
      changed,
    };
  };

  // The fields of an object, one control each.
  const parts = (fields, depth) => {
    const controls = fields.map((field) => [field.name, control(field, depth)]);
    return {
      elements: controls.map(([, part]) => part.element),
      get: (name) => controls.find(([other]) => other === name)?.[1],
      read: (faults) => Object.fromEntries(controls.map(([name, part]) => [name, part.read(faults)]).filter(([, value]) => value !== undefined)),
      write: (value) => {
        for (const [name, part] of controls) if (Object.hasOwn(value, name)) part.write(value[name]);
      },
    };
  };

  const legend = (field) => {
    const element = make("legend", {}, make("code", { textContent: field.label }), " ", make("span", { className: "quiet", textContent: field.typeName ?? "" }));
    if (field.required) element.append(" ", make("span", { className: "required", textContent: "required" }));
    return element;
  };

  // Something that is there or not: objects are made when they are asked for, so that types may hold themselves.
  const group = (field, depth, fields) => {
    const element = make("fieldset", { className: "explorer-group" }, legend(field));
    if (field.about) element.append(make("p", { className: "explorer-hint", textContent: field.about }));
    const place = make("div", { className: "explorer-parts" });
    const message = make("p", { id: newId(), className: "explorer-error", hidden: true });
    let inner = null;
    const open = () => {
      inner = parts(fields(), depth + 1);
      place.replaceChildren(...inner.elements);
      if (field.type === "file") {
        place.append(
          chooser((name, content) => {
            inner.get("filename").write(name);
            inner.get("content").write(content);
            inner.get("content").changed();
          }),
        );
      }
      message.hidden = true;
      toggle.textContent = `Remove ${field.label}`;
    };
    const close = () => {
      inner = null;
      place.replaceChildren();
      toggle.textContent = `Add ${field.label}`;
    };
    const toggle = button("", () => {
      if (inner) close();
      else open();
      toggle.dispatchEvent(new Event("change", { bubbles: true }));
    });
    toggle.setAttribute("aria-describedby", message.id);
    if (field.required && depth < DEEPEST) open();
    else close();
    if (!field.required || depth >= DEEPEST) element.append(toggle);
    element.append(place, message);
    return {
      element,
      read: (faults) => {
        if (inner) return inner.read(faults);
        if (field.required) {
          const show = () => {
            message.textContent = "Add this: it is required.";
            message.hidden = false;
          };
          faults.push({ input: toggle, show });
        }
        return undefined;
      },
      write: (value) => {
        if (!isObject(value)) return;
        if (!inner) open();
        inner.write(value);
      },
    };
  };

  const list = (field, depth) => {
    const items = [];
    const place = make("ol", { className: "explorer-items" });
    const element = make("fieldset", { className: "explorer-group" }, legend(field));
    if (field.about) element.append(make("p", { className: "explorer-hint", textContent: field.about }));
    const changed = () => add.dispatchEvent(new Event("change", { bubbles: true }));
    const number = () => {
      for (const [index, item] of items.entries()) {
        item.remove.setAttribute("aria-label", `Remove item ${index + 1} of ${field.label}`);
      }
    };
    const grow = () => {
      const part = control({ ...field, label: "Item", isItem: true, about: "", placeholder: "", initial: undefined, required: true, type: field.type.slice(2), typeName: "" }, depth + 1);
      const remove = button("Remove", () => {
        items.splice(items.indexOf(item), 1);
        item.row.remove();
        number();
        add.focus();
        changed();
      });
      const item = { part, remove, row: make("li", {}, part.element, remove) };
      items.push(item);
      place.append(item.row);
      number();
      return item;
    };
    const add = button(`Add to ${field.label}`, () => {
      grow().row.querySelector("input, select, textarea, button").focus();
      changed();
    });
    element.append(place, add);
    return {
      element,
      read: (faults) => {
        const values = items.map(({ part }) => part.read(faults));
        return values.length || field.required ? values.filter((value) => value !== undefined) : undefined;
      },
      write: (value) => {
        if (!Array.isArray(value)) return;
        for (const item of value) grow().part.write(item);
      },
    };
  };

  const bare = (name, type, required, about = "") => ({ name, label: name, type, typeName: "", required, about });

  const kind = (field, depth) => {
    const { type } = field;
    // The enum of a list holds what its items may be, and those may be lists again.
    if (type.startsWith("[]") && !(field.isItem && field.allowed)) return list(field, depth);
    if (field.allowed) return choice(field, field.allowed);
    if (type.startsWith("#")) return group(field, depth, () => fieldsOf(document.getElementById(type.slice(1))?.querySelector("table")));
    if (type === "boolean") return choice(field, [true, false]);
    if (type === "file") return group(field, depth, () => [bare("filename", "string", false), bare("content", "bytes", false)]);
    if (CREDENTIALS[type]) {
      const named = (part) => bare(part.replace(/[*?]/, ""), part.endsWith("*") ? "password" : "string", !part.endsWith("?"));
      return group(field, depth, () => CREDENTIALS[type].map(named));
    }
    return text(field, type);
  };

  const control = (field, depth) => {
    const made = kind(field, depth);
    if (field.initial !== undefined) made.write(field.initial);
    return made;
  };

  // The fields that a table shows.
  const fieldsOf = (table) =>
    [...(table?.tBodies[0].rows ?? [])].map((row) => {
      const { enum: allowed, example, placeholder, default: preset } = row.dataset;
      const required = "required" in row.dataset;
      const typeName = row.cells[1].textContent;
      const { name = row.cells[0].querySelector("code").textContent, type = typeName } = row.dataset;
      return {
        name,
        label: name,
        type,
        typeName,
        required,
        placeholder,
        allowed: parsed(allowed),
        about: row.cells[2].querySelector("p")?.textContent ?? "",
        initial: parsed(preset ?? example),
      };
    });

  const explorer = (section) => {
    const { kind: what, name } = section.dataset;
    const title = section.querySelector("h3 a").textContent;
    const table = (id) => document.querySelector(`[data-fields="${CSS.escape(id)}"]`);
    const sections = [
      ["input", "Input", table(`${section.id}--input`)],
      ["connection", "Connection", table("connection")],
      ...(what === "task" ? [["state", "State", table(`${section.id}--state`)]] : []),
    ].map(([key, words, rows]) => ({ key, words, rows, parts: parts(fieldsOf(rows), 0) }));

    const output = make("code");
    const state = make("p", { className: "explorer-state" });
    let faults = [];
    const message = () => {
      faults = [];
      const body = { [what]: name };
      for (const { key, parts: controls } of sections) body[key] = controls.read(faults);
      body.meta = {};
      if (what === "trigger") body.dispatcher = { url: "http://localhost:8000", webhook_url: "" };
      return print({ version: "v1", type: `${what}_start`, body }, 2);
    };
    const update = () => {
      output.textContent = message();
      const count = faults.length;
      state.textContent = count ? `${count} ${count === 1 ? "field needs" : "fields need"} a value or a correction.` : "The message is complete.";
      state.classList.toggle("complete", !count);
    };
    const point = () => {
      for (const fault of faults) fault.show();
      globalThis.announce(state.textContent);
      faults[0].input.focus();
    };
    const copy = globalThis.copyButton(`the message for ${title}`, () => output.textContent);
    copy.classList.add("main");
    copy.addEventListener(
      "click",
      (event) => {
        update();
        if (!faults.length) return;
        event.stopImmediatePropagation();
        point();
      },
      true,
    );
    const form = make("form", { className: "explorer-form", noValidate: true });
    form.setAttribute("aria-label", `Message for the ${what} ${name}`);
    for (const { words, rows, parts: controls } of sections) {
      if (rows) form.append(make("fieldset", { className: "explorer-section" }, make("legend", { textContent: words }), ...controls.elements));
    }
    if (!form.children.length) form.append(make("p", { className: "quiet", textContent: "Nothing to fill in." }));
    form.addEventListener("input", update);
    form.addEventListener("change", update);
    form.addEventListener("submit", (event) => event.preventDefault());
    const block = make("pre", { tabIndex: 0 }, output);
    update();
    return make("div", { className: "explorer" }, form, make("div", { className: "explorer-message" }, state, make("div", { className: "code" }, copy, block)));
  };

  for (const section of document.querySelectorAll(".operation[data-kind]")) {
    let shown = null;
    const opener = button(
      "Build a message",
      () => {
        shown ??= opener.parentElement.insertAdjacentElement("afterend", explorer(section));
        const open = opener.getAttribute("aria-expanded") !== "true";
        opener.setAttribute("aria-expanded", String(open));
        shown.hidden = !open;
      },
      "explorer-open",
    );
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-label", `Build a message: ${section.querySelector("h3 a").textContent}`);
    section.querySelector(".samples").before(make("p", { className: "explorer-bar" }, opener));
  }
}
