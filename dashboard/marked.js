// Draws texts whose words are marked. Each text arrives as pieces [text, is marked] and becomes
// text nodes only: whatever a dump holds, nothing of it is read as markup.
export default function ({ parentElement, data, setTriggerValue }) {
  const pieces = (tag, name, list) => {
    const element = document.createElement(tag)
    element.className = name
    for (const [text, isMarked] of list) {
      const part = isMarked ? document.createElement("mark") : document.createElement("span")
      part.textContent = text
      element.append(part)
    }
    return element
  }
  const list = document.createElement("div")
  list.className = "marked"
  for (const item of data.items) {
    const box = document.createElement("div")
    box.className = "item"
    if (item.id !== undefined) {
      const title = pieces("button", "title", item.title)
      title.type = "button"
      title.addEventListener("click", () => setTriggerValue("opened", item.id))
      box.append(title)
    } else if (item.title) {
      box.append(pieces("p", "title", item.title))
    }
    if (item.line) box.append(pieces("p", "line", [[item.line, false]]))
    if (item.text) box.append(pieces("p", "text", item.text))
    list.append(box)
  }
  parentElement.replaceChildren(list)
}
