"use strict";
// Closed parts are opened for printing and closed again after it; a link into a closed part opens it.
(() => {
  let opened = [];
  const open = (part) => { if (!part.open) { part.open = true; return true; } return false; };
  addEventListener("beforeprint", () => { opened = [...document.querySelectorAll("details.print")].filter(open); });
  addEventListener("afterprint", () => { for (const part of opened) part.open = false; opened = []; });
  const reveal = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    // a statement that no run can check has no row in the table: it is shown in the policy's text
    const target = id && (document.getElementById(id) || document.getElementById("text-" + id));
    for (let node = target; node; node = node.parentElement) if (node.localName === "details") node.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", reveal);
  addEventListener("DOMContentLoaded", reveal);
})();
