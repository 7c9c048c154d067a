"""The style of the page: A4, Chinese typography, and the switch of languages without script."""

STYLE = """
@page { size: A4; margin: 15mm 12mm; }
body { margin: 0; background: #eee; color: #111;
  font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
.page { max-width: 190mm; margin: 8mm auto; padding: 12mm; background: #fff; }
h1 { text-align: center; font-size: 20pt; margin: 6mm 0 2mm; }
.year { text-align: center; font-size: 14pt; margin: 0 0 8mm; }
.cover { display: grid; grid-template-columns: max-content auto; gap: 1mm 4mm; font-size: 10pt; }
.cover dt { color: #555; }
.cover dd { margin: 0; }
.form { margin-top: 12mm; page-break-inside: auto; page-break-before: always; }
h2 { text-align: center; font-size: 14pt; margin: 0 0 2mm; }
.unit { display: flex; justify-content: space-between; font-size: 9pt; margin: 0 0 1mm; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; }
thead { display: table-header-group; }
tr { page-break-inside: avoid; }
th, td { border: 0.4pt solid #333; padding: 0.8mm 1.2mm; vertical-align: middle; }
th { background: #f3f3f3; font-weight: 600; text-align: center; }
.amount { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums;
  font-family: "Times New Roman", "Liberation Serif", serif; }
.code { font-family: "Times New Roman", "Liberation Serif", serif; }
.notes p, .empty { font-size: 9pt; margin: 1mm 0; }
.switch { position: absolute; opacity: 0; }
.languages { text-align: right; font-size: 9pt; margin: 0; }
.languages label { cursor: pointer; margin-left: 3mm; color: #06c; }
#lang-zh:checked ~ .content .en, #lang-en:checked ~ .content .zh { display: none; }
#lang-zh:checked ~ .languages label[for="lang-zh"],
#lang-en:checked ~ .languages label[for="lang-en"] { color: #111; font-weight: 600; }
.switch:focus-visible ~ .languages { outline: 1px solid #06c; }
@media print { body { background: #fff; } .page { margin: 0; padding: 0; max-width: none; }
  .languages { display: none; } }
"""
