// What a reader would stumble over on the page that is open; each function returns faults.
(() => {
  const colour = (words) => {
    const numbers = (words || "").match(/[\d.]+(e-?\d+)?/g)?.map(Number) ?? []
    const scale = /^color\(srgb/.test(words) ? 255 : 1
    if (!/^(rgba?|color)\(/.test(words) || numbers.length < 3) return null
    return [numbers[0] * scale, numbers[1] * scale, numbers[2] * scale, numbers[3] ?? 1]
  }
  const over = (top, under, alpha) =>
    [0, 1, 2].map((i) => top[i] * alpha + under[i] * (1 - alpha)).concat(1)
  const luminance = (c) => {
    const [r, g, b] = c.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05)
  }
  const ground = (element) => {
    const layers = []
    for (let e = element; e; e = e.parentElement) {
      const found = colour(getComputedStyle(e).backgroundColor)
      if (found && found[3] > 0) layers.push(found)
      if (found && found[3] === 1) break
    }
    return layers.reverse().reduce((under, top) => over(top, under, top[3]), [255, 255, 255, 1])
  }
  const opacity = (element) => {
    let all = 1
    for (let e = element; e; e = e.parentElement) all *= Number(getComputedStyle(e).opacity)
    return all
  }
  const isSeen = (element) => {
    const box = element.getBoundingClientRect()
    return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true })
  }
  const needed = (style) => {
    const size = parseFloat(style.fontSize)
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700)
    return isLarge || /Material/.test(style.fontFamily) ? 3 : 4.5
  }
  // the mark on which a word of a chart stands, or the page
  const under = (word) => {
    const chart = word.closest("svg")
    const box = word.getBoundingClientRect()
    const centre = new DOMPoint(box.x + box.width / 2, box.y + box.height / 2)
    let found = ground(chart)
    for (const mark of chart.querySelectorAll("path")) {
      if (mark.compareDocumentPosition(word) & Node.DOCUMENT_POSITION_PRECEDING) break
      const style = getComputedStyle(mark)
      const fill = colour(style.fill)
      const alpha = fill ? fill[3] * Number(style.fillOpacity) * Number(style.opacity) : 0
      if (alpha < 0.02) continue
      const at = mark.getScreenCTM()
      if (at && mark.isPointInFill(centre.matrixTransform(at.inverse()))) found = over(fill, found, alpha)
    }
    return found
  }
  window.seeing = {
    // words too faint for WCAG 2 AA; a disabled control may be
    faint() {
      const faults = []
      let seen = 0
      const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = words.nextNode(); node; node = words.nextNode()) {
        const element = node.parentElement
        if (!node.textContent.trim() || !element || !isSeen(element)) continue
        if (element.closest("style, script, noscript, canvas, [disabled], [aria-disabled=true]")) continue
        const style = getComputedStyle(element)
        const isChart = element.closest("svg.marks")
        const ink = colour(isChart ? style.fill : style.color)
        const alpha = ink ? ink[3] * opacity(element) * (isChart ? Number(style.fillOpacity) : 1) : 0
        if (alpha < 0.02) continue
        const back = isChart ? under(element) : ground(element)
        const ratio = contrast(over(ink, back, alpha), back)
        seen += 1
        if (ratio < needed(style) - 0.005)
          faults.push(`${ratio.toFixed(2)} “${node.textContent.trim().slice(0, 40)}”`)
      }
      return { seen, faults: [...new Set(faults)].slice(0, 8) }
    },
    // words of a chart that run out of its picture, by more than the blank corner of a slanting one
    cut() {
      const faults = []
      for (const chart of document.querySelectorAll("svg.marks")) {
        const frame = chart.getBoundingClientRect()
        for (const word of chart.querySelectorAll("text")) {
          if (!word.textContent.trim() || Number(getComputedStyle(word).opacity) < 0.02) continue
          const box = word.getBoundingClientRect()
          if (!box.width) continue
          if (box.left < frame.left - 5 || box.right > frame.right + 5 || box.top < frame.top - 5 || box.bottom > frame.bottom + 5)
            faults.push(word.textContent)
        }
      }
      return faults.slice(0, 8)
    },
    // controls and charts that a screen reader couldn't name
    nameless() {
      const faults = []
      const named = (e) =>
        [e.getAttribute("aria-label"), e.getAttribute("title"), e.innerText, e.getAttribute("placeholder"), e.getAttribute("alt")]
          .concat([...(e.labels ?? [])].map((l) => l.innerText))
          .concat((e.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => id && document.getElementById(id)?.innerText))
          .some((words) => words?.trim())
      for (const e of document.querySelectorAll("button, a[href], input, select, textarea, [role=button], img"))
        if (isSeen(e) && !e.closest("[aria-hidden=true]") && !named(e)) faults.push(e.outerHTML.slice(0, 120))
      for (const e of document.querySelectorAll("[data-testid=stVegaLiteChart]"))
        if (!e.getAttribute("aria-label")?.trim()) faults.push("a chart without a name")
      return faults.slice(0, 5)
    },
    sideways() {
      const main = document.querySelector("[data-testid=stMain]")
      return Math.max(main.scrollWidth, document.documentElement.scrollWidth)
    },
  }
})()
