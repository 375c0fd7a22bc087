// Adaptive Cards as Teams draws them: its sizes and colours (cards.css has them for light and dark), its small Markdown.
/* global AdaptiveCards, markdownit */

const markdown = () => markdownit('zero', { breaks: true }).enable(['emphasis', 'link', 'list', 'newline', 'escape', 'entity']);
let teamsMarkdown;

const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle)` });
const foregroundColors = {
  default: colour('text'),
  dark: colour('text'),
  light: colour('text'),
  accent: colour('accent-text'),
  good: colour('good-text'),
  warning: colour('warning-text'),
  attention: colour('attention-text'),
};
const container = (name) => ({ backgroundColor: `var(--${name}-ground)`, borderColor: `var(--${name}-line)`, foregroundColors });
const font = (fontFamily) => ({
  fontFamily,
  fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
  fontWeights: { lighter: 300, default: 400, bolder: 600 },
});

const hostConfig = {
  supportsInteractivity: true,
  fontTypes: {
    default: font("'Segoe UI', system-ui, 'Helvetica Neue', sans-serif"),
    monospace: font("'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace"),
  },
  spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  containerStyles: {
    default: container('card'),
    emphasis: container('emphasis'),
    accent: container('accent'),
    good: container('good'),
    warning: container('warning'),
    attention: container('attention'),
  },
  textBlock: { headingLevel: 3 },
  textStyles: { heading: { weight: 'bolder', size: 'medium', color: 'default', isSubtle: false, fontType: 'default' } },
  factSet: { title: { weight: 'bolder', size: 'default', maxWidth: 120, wrap: true }, value: { size: 'default', wrap: true }, spacing: 12 },
  actions: {
    maxActions: 6,
    spacing: 'default',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
  },
};

// A mention is what an entity of the card says is one; the same letters elsewhere are only letters.
function withMentions(text, entities) {
  const mark = (i) => String.fromCharCode(0xe000 + i);
  const marked = entities.reduce((words, { text: tag }, i) => words.replaceAll(tag, mark(i)), text);
  return entities.reduce((html, { mentioned }, i) => {
    const name = document.createElement('span');
    name.className = 'called';
    name.textContent = mentioned.name;
    return html.replaceAll(mark(i), name.outerHTML);
  }, teamsMarkdown.render(marked));
}

export function renderCard(json, onPress) {
  teamsMarkdown ??= markdown();
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = withMentions(text, json.msteams?.entities ?? []);
    result.didProcess = true;
  };
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) {
      window.open(action.url, '_blank', 'noopener,noreferrer');
      return;
    }
    const { type, id, verb, title } = action.toJSON();
    onPress({ type, id, verb, title }, action.data ?? {});
  };
  card.parse(json);
  return card.render();
}
