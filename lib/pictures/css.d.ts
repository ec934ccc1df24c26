/** The text of a style sheet, for a page that carries it inside. */
declare module '*.css?inline' {
  const text: string
  export default text
}
