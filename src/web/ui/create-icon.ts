import { createElement, type SVGProps } from 'react'

type IconData = { size: number; node: [element: string, attributes: Record<string, string>][] }
type IconProps = SVGProps<SVGSVGElement> & { size?: number }

/**
 * What draws lucide's icons in the built page (vite.config.ts), in place of lucide's own, whose options, contexts and class
 * names nothing here uses: they were 0.7 kB of the first screen, gzipped.
 */
export default function createIcon({ size: units, node }: IconData) {
  return function Icon({ size = units, ...rest }: IconProps) {
    return createElement(
      'svg',
      {
        width: size,
        height: size,
        viewBox: `0 0 ${units} ${units}`,
        fill: 'none',
        stroke: 'currentColor',
        strokeWidth: 2,
        strokeLinecap: 'round',
        strokeLinejoin: 'round',
        ...rest,
      },
      node.map(([element, attributes]) => createElement(element, attributes)),
    )
  }
}
