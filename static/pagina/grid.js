/** Moves through a grid of cells with the keys of a spreadsheet, and takes what was copied from one. */
export function gridKeys(table) {
  const rows = () => [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input:not([type=hidden])")]);
  const placeOf = (cell) => {
    const all = rows();
    const row = all.findIndex((cells) => cells.includes(cell));
    return { all, row, column: row < 0 ? -1 : all[row].indexOf(cell) };
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    const { all, row, column } = placeOf(cell);
    if (row < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const atStart = cell.selectionEnd === 0;
    const atEnd = cell.selectionStart === cell.value.length;
    const to = {
      Enter: [row + (event.shiftKey ? -1 : 1), column],
      ArrowDown: [row + 1, column],
      ArrowUp: [row - 1, column],
      ArrowLeft: atStart && [row, column - 1],
      ArrowRight: atEnd && [row, column + 1],
    }[event.key];
    const next = to && all[to[0]]?.[to[1]];
    if (event.key === "Enter" || next) event.preventDefault();
    next?.focus();
    next?.select();
  });
  table.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n$/, "");
    if (!/[\n\t]/.test(text)) return;
    const { all, row, column } = placeOf(event.target);
    if (row < 0) return;
    event.preventDefault();
    text.split("\n").forEach((line, down) =>
      line.split("\t").forEach((value, right) => {
        const cell = all[row + down]?.[column + right];
        if (!cell) return;
        cell.value = value.trim();
        cell.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    );
  });
}
