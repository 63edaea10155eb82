// Searches the newest texts. Loads the files that `monitor/render/static_search.py` writes; nothing leaves the browser.
(() => {
  "use strict";
  const form = document.getElementById("ask"), says = document.getElementById("says"), list = document.getElementById("found");
  const more = document.getElementById("more"), field = document.getElementById("q"), tag = document.getElementById("tag");
  const GROUPS = Number(form.dataset.groups), SHARDS = Number(form.dataset.shards), SHOWN = 20, LOADED = 200, SENTENCES = 5;

  // --- files: each calls the function of its kind with its name and its data
  const held = new Map(), waiting = new Map();
  const taking = kind => (name, data) => { held.set(kind + name, data); };
  globalThis.policySearch = { text: taking("text"), group: taking("group"), shard: taking("shard") };
  const load = (kind, name, path) => {
    const key = kind + name;
    if (!waiting.has(key)) waiting.set(key, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = path;
      script.addEventListener("load", () => { script.remove(); held.has(key) ? done(held.get(key)) : failed(new Error(path)); });
      script.addEventListener("error", () => { script.remove(); waiting.delete(key); failed(new Error(path)); });
      document.head.append(script);
    }));
    return waiting.get(key);
  };

  // --- words: as `monitor/core/text/search_terms.py` makes them
  const PAIRED = "\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff\\u3400-\\u4dbf\\u4e00-\\u9fff" +
    "\\uac00-\\ud7af\\uf900-\\ufaff\\u{20000}-\\u{3134f}";
  const RUN = new RegExp(`[${PAIRED}]+|(?:(?![${PAIRED}])[\\p{L}\\p{N}])(?:(?![${PAIRED}])[\\p{L}\\p{N}]|[\\u0900-\\u0dff])*`, "gu");
  const IS_PAIRED = new RegExp(`^[${PAIRED}]`, "u");
  const UNSEEN = /[\u00ad\u200b\u200c\u200d\u2060\ufeff]/g;
  const ACCENTS = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u064b-\u065f\u0670]/g;
  const lower = text => text.toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ");
  const terms = text => {
    const folded = lower(lower(text.replace(UNSEEN, "")).normalize("NFKD").replace(ACCENTS, "").normalize("NFC"));
    return (folded.match(RUN) ?? []).flatMap(run => {
      if (!IS_PAIRED.test(run)) return [run];
      const letters = [...run];
      return [...letters.slice(0, -1).map((one, at) => one + letters[at + 1]), letters.at(-1)];
    });
  };
  const phrase = text => {
    const found = terms(text);
    if (!found.length) return null;
    const last = found.at(-1), begun = /\*\s*$/.test(text);
    if (!IS_PAIRED.test(last)) return { terms: found, begun };
    const before = found.at(-2);
    return before && [...before].length === 2 && before.endsWith(last) ? { terms: found.slice(0, -1), begun: false } : { terms: found, begun: true };
  };
  const question = text => {
    const pieces = text.split(/["“”„«»]/);
    const parts = pieces.flatMap((piece, at) => (at % 2 ? [piece] : piece.split(/\s+/)));
    return parts.map(phrase).filter(Boolean);
  };
  const stands = (asked, row) => row.some((_, at) => at + asked.terms.length <= row.length && asked.terms.every((term, n) =>
    asked.begun && n === asked.terms.length - 1 ? row[at + n].startsWith(term) : row[at + n] === term));
  const shardOf = word => {
    const [first = 0, second = 0] = [...word].slice(0, 2).map(one => one.codePointAt(0));
    return (first * 31 + second) % SHARDS;
  };

  // --- policies that have all words, wherever
  const having = async (group, word, begun) => {
    // A beginning of one character may go on with any second one.
    const shards = begun && [...word].length < 2 ? [...Array(SHARDS).keys()] : [shardOf(word)];
    const places = new Set();
    const files = await Promise.all(shards.map(shard => load("shard", `${group}-${shard}`, `_search/${group}-${shard}.js`)));
    for (const words of files) {
      const these = begun ? Object.keys(words).filter(one => one.startsWith(word)) : Object.hasOwn(words, word) ? [word] : [];
      these.forEach(one => words[one].forEach(place => places.add(place)));
    }
    return places;
  };
  const candidates = async asked => {
    const wanted = asked.flatMap(one => one.terms.map((term, n) => [term, one.begun && n === one.terms.length - 1]));
    const found = [];
    await Promise.all([...Array(GROUPS).keys()].map(async group => {
      const policies = await load("group", String(group), `_search/${group}.js`);
      let left = policies.map((_, place) => place).filter(place => !tag?.value || policies[place][3].includes(tag.value));
      for (const [word, begun] of wanted) {
        if (!left.length) break;
        const places = await having(group, word, begun);
        left = left.filter(place => places.has(place));
      }
      found.push(...left.map(place => policies[place]));
    }));
    return found.sort((a, b) => a[1].localeCompare(b[1]) || a[0].localeCompare(b[0]));
  };

  // --- what is shown: text only, never markup
  const element = (name, text, className) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const show = ([id, name, kind], sentences) => {
    const entry = element("li"), head = element("h2"), link = element("a"), own = element("bdi", name);
    link.href = `${encodeURIComponent(id)}/current.html`;
    link.append(own);
    head.append(link, " ", element("span", kind, "document"));
    const quotes = element("ul");
    sentences.slice(0, SENTENCES).forEach(([text, leadIn, heading]) => {
      const item = element("li");
      if (heading) item.append(element("span", heading, "key"), " ");
      item.append(element("q", (leadIn ? `${leadIn} … ` : "") + text));
      quotes.append(item);
    });
    entry.append(head, quotes);
    if (sentences.length > SENTENCES) entry.append(element("p", `${sentences.length - SENTENCES} more in this text.`, "key"));
    list.append(entry);
  };

  let current = 0, left = [], asked = [], shown = 0;
  const go = async run => {
    let loaded = 0, added = 0;
    more.hidden = true;
    while (left.length && added < SHOWN && loaded < LOADED) {
      const next = left.splice(0, SHOWN);
      const texts = await Promise.all(next.map(one => load("text", one[0], `${encodeURIComponent(one[0])}/sentences.js`)));
      if (run !== current) return;
      loaded += next.length;
      next.forEach((policy, n) => {
        const sentences = texts[n].sentences.filter(one => { const row = terms(one[0]); return asked.every(each => stands(each, row)); });
        if (sentences.length) { show(policy, sentences); added += 1; }
      });
    }
    shown += added;
    more.hidden = !left.length;
    const policies = `${shown} ${shown === 1 ? "policy" : "policies"}`;
    const rest = left.length ? `; ${left.length} more have all of the words somewhere` : "";
    says.textContent = shown || left.length ? `Found in ${policies}${rest}.` : "No policy says so now.";
  };
  const failed = run => error => {
    if (run === current) says.textContent = `${error.message} can’t be loaded; “policy-monitor report” writes it again.`;
  };
  const search = () => {
    const run = ++current;
    list.replaceChildren();
    more.hidden = true;
    shown = 0;
    asked = question(field.value.slice(0, 500));
    if (!asked.length) { says.textContent = field.value.trim() ? "Give at least one letter or digit." : ""; return; }
    says.textContent = "Searching …";
    candidates(asked).then(found => { if (run === current) { left = found; return go(run); } }).catch(failed(run));
  };
  // No form: a page of the reports has none, so that none can be sent from it.
  const begin = () => {
    const query = new URLSearchParams({ q: field.value });
    // Pages from disk may not change their address in some browsers.
    try { history.replaceState(null, "", `?${query}`); } catch { /* the search works all the same */ }
    search();
  };
  field.addEventListener("keydown", event => { if (event.key === "Enter" && !event.isComposing) begin(); });
  document.getElementById("go").addEventListener("click", begin);
  tag?.addEventListener("change", search);
  more.addEventListener("click", () => go(current).catch(failed(current)));
  document.getElementById("without").hidden = true;
  form.hidden = false;
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  search();
})();
