// The filter of the cases. Without it the page is complete: every clause and case opens by itself.
"use strict";
(() => {
  const form = document.querySelector("form.filter");
  const clauses = [...document.querySelectorAll("details.clause")];
  const output = form.querySelector("output");
  const none = document.querySelector(".none");
  const total = document.querySelectorAll("details.case").length;

  const asked = () => {
    const data = new FormData(form);
    return {
      words: (data.get("q") || "").toLowerCase().split(/\s+/).filter(Boolean),
      verdicts: new Set(data.getAll("v")),
      tier: data.get("t") || "",
      column: data.get("c") || "",
      status: data.has("s"),
      differs: data.has("d"),
    };
  };

  // A mark is COLUMN:TIER:VERDICT; without a tier, the verdict in all.
  const matchesVerdict = (marks, want) =>
    marks.split(" ").some((mark) => {
      const [column, tier, verdict] = mark.split(":");
      return (
        (want.column === "" || column === want.column) &&
        tier === want.tier &&
        (want.verdicts.size === 0 || want.verdicts.has(verdict))
      );
    });

  const matches = (item, text, want) => {
    if (!want.words.every((word) => text.includes(word))) return false;
    if (want.differs && !("d" in item.dataset)) return false;
    if (want.status) {
      const bad = item.dataset.s.split(" ").filter(Boolean);
      if (!bad.some((mark) => want.column === "" || mark.startsWith(want.column + ":"))) return false;
    }
    if (want.verdicts.size || want.tier || want.column) return matchesVerdict(item.dataset.v, want);
    return true;
  };

  const apply = () => {
    const want = asked();
    const narrow =
      want.words.length || want.verdicts.size || want.tier || want.column || want.status || want.differs;
    let shown = 0;
    for (const clause of clauses) {
      let here = 0;
      for (const item of clause.querySelectorAll("details.case")) {
        const visible = matches(item, clause.dataset.text + " " + item.dataset.text, want);
        item.hidden = !visible;
        here += visible;
      }
      clause.hidden = here === 0;
      clause.open = narrow ? here > 0 && here <= 40 : false;
      shown += here;
    }
    none.hidden = shown !== 0;
    output.textContent = shown === total ? `${total} cases` : `${shown} of ${total} cases`;
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== "")).toString();
    try {
      history.replaceState(null, "", query ? "#?" + query : location.pathname + location.search);
    } catch {
      // A browser that keeps no history for files; the filter works all the same.
    }
  };

  const restore = () => {
    if (!location.hash.startsWith("#?")) return false;
    for (const [name, value] of new URLSearchParams(location.hash.slice(2))) {
      for (const field of form.elements) {
        if (field.name !== name) continue;
        if (field.type === "checkbox") field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    apply();
    return true;
  };

  // Opens the case that the address names, with the clause around it.
  const reveal = () => {
    let id = "";
    try {
      id = decodeURIComponent(location.hash.slice(1));
    } catch {
      return;
    }
    const item = id && !id.startsWith("?") ? document.getElementById(id) : null;
    for (let part = item; part; part = part.parentElement.closest("details")) part.open = true;
    item?.scrollIntoView();
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("click", (event) => {
    const what = event.target.dataset?.do;
    if (what) for (const clause of clauses) clause.open = what === "open";
  });
  window.addEventListener("hashchange", reveal);
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      form.elements.q.focus();
    }
    if (event.key === "Escape" && event.target === form.elements.q) {
      form.elements.q.value = "";
      apply();
    }
  });

  output.textContent = `${total} cases`;
  if (!restore()) reveal();
})();
