import type { Region } from '../contract/region.ts'
import type { Behaviour } from '../contract/sandbox.ts'
import { faults } from './oauth-faults.ts'
import type { SampleToken } from './sample-tokens.ts'

/** A page on which a person picks a workspace and consents. It says of itself that it is not Intercom's. */
export function writeAuthorizePage({
  clientId,
  state,
  redirectUri,
  region,
  samples,
}: {
  clientId: string
  state: string
  redirectUri: string
  region: Region
  samples: readonly SampleToken[]
}): string {
  const own = samples.filter((sample) => sample.region === region)
  const good = own.filter(({ behaviour }) => behaviour === 'accepted' || behaviour === 'test_workspace')
  const bad = own.flatMap((sample) => {
    const trouble = troubles[sample.behaviour]
    return trouble === undefined ? [] : [{ sample, trouble }]
  })
  const fields = [
    ...good.map(({ workspace }, index) => toRadio(workspace.id, workspace.name, '', index === 0)),
    toRadio('new', 'A workspace made up now', '', false),
  ]
  const more = bad.map(({ sample, trouble }) => toRadio(sample.workspace.id, sample.workspace.name, trouble, false))
  return writePage(
    'Connect Latchkey',
    `
<form method="post" action="/oauth">
  <input type="hidden" name="client_id" value="${escapeHtml(clientId)}">
  <input type="hidden" name="state" value="${escapeHtml(state)}">
  <input type="hidden" name="redirect_uri" value="${escapeHtml(redirectUri)}">
  <h1>Connect Latchkey to a workspace</h1>
  <p>Latchkey asks to read its admins, people, conversations and tags. Region: ${regionNames[region]}.</p>
  <fieldset>
    <legend>Workspace</legend>
    ${fields.join('\n    ')}
    ${more.length > 0 ? `<details><summary>Workspaces that give trouble</summary>${more.join('\n')}</details>` : ''}
  </fieldset>
  <label class="next">What happens next
    <select name="fault">
      ${Object.entries(faults)
        .map(([value, words]) => `<option value="${value}">${escapeHtml(words)}</option>`)
        .join('\n      ')}
    </select>
  </label>
  <footer>
    <button name="decision" value="authorize" class="main">Authorize access</button>
    <button name="decision" value="deny">Deny</button>
  </footer>
</form>`,
  )
}

export function writeRefusalPage(why: string): string {
  return writePage('Not possible', `<h1>This does not lead anywhere</h1><p>${escapeHtml(why)}</p>`)
}

const regionNames: Record<Region, string> = { us: 'United States', eu: 'European Union', au: 'Australia' }

/** What is said of a workspace that is not like any other. */
const troubles: Partial<Record<Behaviour, string>> = {
  revoked: 'revokes the token at once',
  restricted: 'lacks a permission',
  throttled: 'asks to wait',
  slow: 'takes three seconds to answer',
  hanging: 'never answers',
  server_error: 'answers with an error',
  garbage: 'answers with garbage',
  null_account: 'does not say which workspace it is',
}

function toRadio(value: string, name: string, hint: string, isChecked: boolean): string {
  const id = `workspace-${value}`
  const attributes = `${isChecked ? ' checked' : ''}${hint && ` aria-describedby="${id}-hint"`}`
  return `<div class="choice">
      <input type="radio" name="workspace" id="${id}" value="${value}"${attributes}>
      <label for="${id}">${escapeHtml(name)}</label>${hint && `<span id="${id}-hint">${escapeHtml(hint)}</span>`}
    </div>`
}

function writePage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/oauth.css">
</head>
<body>
<header>Sandbox: this page stands in for Intercom’s.</header>
<main>${body}</main>
</body>
</html>
`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/gu, (character) => `&#${character.charCodeAt(0)};`)
}

export const authorizeCss = `
:root { color-scheme: light dark; font: 14px/20px system-ui, sans-serif; }
* { box-sizing: border-box; }
body { margin: 0; background: light-dark(#f6f7f9, #0f1218); color: light-dark(#171b24, #e8ebf1); }
header { padding: 8px 16px; background: light-dark(#fdf1d8, #33260d); color: light-dark(#7a4b00, #f0c36b); text-align: center; }
main { max-width: 440px; margin: 24px auto; padding: 0 16px 24px; }
h1 { font-size: 18px; line-height: 24px; margin: 0 0 8px; }
p { margin: 0 0 16px; }
fieldset { margin: 0 0 16px; padding: 8px 16px 12px; border: 1px solid light-dark(#dfe3ea, #2a303c); border-radius: 10px; background: light-dark(#fff, #171b23); }
legend, .next { font-weight: 600; }
legend { float: left; width: 100%; padding: 4px 0; }
legend + .choice { clear: left; }
.choice { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: 0 8px; }
.choice label { padding: 6px 0; cursor: pointer; }
.choice span { grid-column: 2; margin: -6px 0 6px; color: light-dark(#565f70, #a3adbd); }
input[type=radio] { width: 18px; height: 18px; margin: 0; accent-color: light-dark(#2f54d6, #8fa8ff); }
summary { min-height: 28px; padding: 4px 0; cursor: pointer; }
.next { display: grid; gap: 4px; }
select { font: inherit; font-weight: 400; width: 100%; min-height: 36px; padding: 0 8px; border: 1px solid #7d8698; border-radius: 8px; background: light-dark(#fff, #171b23); color: inherit; }
footer { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 24px; }
button { font: inherit; font-weight: 600; min-height: 36px; padding: 0 16px; border: 1px solid #7d8698; border-radius: 8px; background: light-dark(#fff, #171b23); color: inherit; cursor: pointer; }
button.main { border-color: transparent; background: light-dark(#2f54d6, #8fa8ff); color: light-dark(#fff, #0f1218); }
:focus-visible { outline: 2px solid light-dark(#2f54d6, #8fa8ff); outline-offset: 2px; }
`
