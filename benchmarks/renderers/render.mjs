// Renders pages for rendering.py: `node render.mjs mdx|vitepress|liquid|hexo < pages.json > pages.json`.
// In: {"id": "body", …}. Out: {"id": {"html": "…"} or {"error": "…"}, …}.
import { readFileSync } from 'node:fs'

const pages = JSON.parse(readFileSync(0, 'utf8'))
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')

// --- MDX: the tree that the page's component is made from, written as HTML -----------------------------------------

function attribute(item) {
  if (item.type === 'mdxJsxExpressionAttribute') return ` data-spread="${escape(item.value)}"`
  if (item.value === null || item.value === undefined) return ` ${item.name}`
  const value = typeof item.value === 'object' ? `{${item.value.value}}` : item.value
  return ` ${item.name}="${escape(value)}"`
}

function written(node) {
  const inside = (node.children ?? []).map(written).join('')
  if (node.type === 'root') return inside
  if (node.type === 'text') return escape(node.value)
  if (node.type === 'raw' || node.type === 'comment') return ''
  if (node.type === 'mdxjsEsm') return `<pre data-esm>${escape(node.value)}</pre>`
  if (node.type === 'mdxFlowExpression') return `<pre data-expression>${escape(node.value)}</pre>`
  if (node.type === 'mdxTextExpression') return `<code data-expression>${escape(node.value)}</code>`
  if (node.type.startsWith('mdxJsx')) {
    const name = `${node.type === 'mdxJsxFlowElement' ? 'block' : 'inline'}-${node.name ?? 'fragment'}`
    return `<${name}${node.attributes.map(attribute).join('')}>${inside}</${name}>`
  }
  if (node.type !== 'element') return ''
  const given = Object.entries(node.properties ?? {}).map(([key, value]) => ` ${key}="${escape(value)}"`)
  return `<${node.tagName}${given.join('')}>${inside}</${node.tagName}>`
}

// Docusaurus writes a directive's label into its own element, and takes a title behind the name, too.
function labelled() {
  const visit = (node) => {
    if (['containerDirective', 'leafDirective', 'textDirective'].includes(node.type)) {
      const kind = node.type === 'textDirective' ? 'span' : 'div'
      node.data = { hName: kind, hProperties: { 'data-directive': node.name, ...node.attributes } }
    }
    for (const child of node.children ?? []) visit(child)
  }
  return visit
}
const titled = (text) =>
  text.replace(/<!--.*?-->/gs, '').replace(/^(?<fence>[\t ]*:{3,})(?<name>\w+)[ \t]+(?<title>[^\s{[][^\n{]*?)[ \t]*$/gm, '$<fence>$<name>[$<title>]')
    .replace(/(^[\t ]*#{1,6} .*?)[ \t]*\{#([\w\u0080-\uffff-]+)\}[ \t]*$/gm, '$1 {/* #$2 */}')

async function mdx() {
  const { compile } = await import('@mdx-js/mdx')
  const directive = (await import('remark-directive')).default
  const gfm = (await import('remark-gfm')).default
  const math = (await import('remark-math')).default
  return async (text) => {
    let html = ''
    const kept = () => (tree) => { html = written(tree) }
    await compile(titled(text), {
      jsx: true,
      remarkPlugins: [gfm, math, directive, labelled],
      rehypePlugins: [kept],
    })
    return html
  }
}

async function vitepress() {
  const { createMarkdownRenderer } = await import('vitepress')
  const { mkdtempSync } = await import('node:fs')
  const { tmpdir } = await import('node:os')
  const folder = mkdtempSync(`${tmpdir()}/vitepress-`)
  const md = await createMarkdownRenderer(folder, { attrs: {}, highlight: (code) => `<pre>${escape(code)}</pre>` }, '/', undefined)
  return async (text) => {
    const included = text.replace(/^<<< .*$/gm, (line) => `<pre data-snippet="${escape(line.replace(/\[[^\[\]]*\]\s*$/, ''))}"></pre>`)
      .replace(/<!--\s*@include:.*?-->/g, (line) => `<pre data-include="${escape(line)}"></pre>`)
    // a line of dashes at the top would be taken for front matter, which is off
    const page = `\u200b\n\n${included}`
    const html = await (md.renderAsync ?? md.render).call(md, page, { path: `${folder}/a.md`, relativePath: 'a.md' })
    // made of words, and by chance
    return html.replace(/<h([1-6]) id="[^"]*"/g, '<h$1').replace(/(id|for)="tab-[\w-]*"/g, '$1="tab"').replace(/name="group-[\w-]*"/g, 'name="group"')
  }
}

// --- Liquid, with a stand-in for every tag that the site or its generator defines -----------------------------------

const RAW = new Set(['highlight', 'codeblock', 'code', 'raw', 'comment', 'gist'])

async function liquid(afterwards, isWords = () => false) {
  const { Liquid, Tag } = await import('liquidjs')
  const names = new Set(), ended = new Set()
  for (const text of Object.values(pages)) {
    for (const [, end, name] of text.matchAll(/\{%-?\s*(end)?(\w+)/g)) (end ? ended : names).add(name)
  }
  const engine = new Liquid({ strictFilters: false })
  const builtin = new Set(Object.keys(engine.tags))
  for (const name of names) {
    if (builtin.has(name) && !['include', 'render', 'layout', 'comment', 'if', 'unless', 'for'].includes(name)) continue
    if (name === 'else' || name === 'elsif' || name === 'when') continue
    const paired = ended.has(name)
    engine.registerTag(name, class extends Tag {
      constructor(token, remaining, liquid) {
        super(token, remaining, liquid)
        this.args = token.args.replace(/\b(alt|title|caption|content)=("[^"]*"|'[^']*')/g, '$1').split(/\s+/).filter((word) => !isWords(word)).join(' ')
        this.inside = []
        while (paired && remaining.length) {
          const next = remaining.shift()
          if (next.name === `end${name}`) return
          if (RAW.has(name)) this.inside.push(next.getText())
          else if (next.name === 'else' || next.name === 'elsif') this.inside.push('')
          else this.inside.push(liquid.parser.parseToken(next, remaining))
        }
        if (paired) throw new Error(`${name} is not closed`)
      }
      * render(context, emitter) {
        const attribute = `data-liquid="${name} ${escape(this.args)}"`
        if (!paired) return emitter.write(`<span ${attribute}></span>`)
        if (RAW.has(name)) return emitter.write(`<pre ${attribute}>${escape(this.inside.join('')).replace(/\n/g, '&#10;')}</pre>`)
        emitter.write(`<span ${attribute}>`)
        for (const part of this.inside) {
          if (typeof part === 'string') emitter.write(part)
          else yield this.liquid.renderer.renderTemplates([part], context, emitter)
        }
        emitter.write('</span>')
      }
    })
  }
  // An output stands for itself: what a site would put there is not known.
  const shown = (text) => text.replace(/\{\{-?\s*([^{}]*?)\s*-?\}\}/g, (_, inside) => `{{ "${`<var>${inside.replace(/["'\\]/g, "'")}</var>`}" }}`)
  return async (text) => ({ markdown: await engine.parseAndRender(/\{%-?\s*raw/.test(text) ? text : shown(text)), afterwards })
}

async function hexo() {
  const MarkdownIt = (await import('markdown-it')).default
  const md = new MarkdownIt({ html: true, breaks: true, linkify: true })
  // What tags show is told by place there: words of the source, and of its draft, are not in ASCII.
  const read = await liquid(undefined, (word) => /[^\x00-\x7f]/.test(word))
  return async (text) => md.render((await read(text)).markdown)
}

const kinds = { mdx, vitepress, liquid, hexo }
const kind = process.argv[2]
const read = await kinds[kind]()
const out = {}
for (const [id, text] of Object.entries(pages)) {
  try {
    const found = await read(text)
    out[id] = { html: typeof found === 'string' ? found : found.markdown }
  } catch (error) {
    out[id] = { error: String(error.message ?? error).split('\n')[0] }
  }
}
process.stdout.write(JSON.stringify(out))
