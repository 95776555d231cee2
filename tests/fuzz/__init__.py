"""Find input that costs too much, breaks a parser or slips through the sanitiser.

Run `python -m tests.fuzz` (or `make fuzz SECONDS=600 SEED=1`). Two instruments share its command line:

- The **matrix** measures how CPU time grows with size. A *point* is a stage (`markdown`, `sanitise`, `toml`, `titles`,
  `js-analyse`, …), a shape (`repeat`, `lines`, `nested`, …) and a unit (`<b>`, `[[`, a kana, …). Its text grows until
  it costs 0.2 s or reaches the size limit of a file, then twice and four times that size are measured. A point fails
  if the time more than triples when the size doubles, which is confirmed by the least of several runs. Every point
  runs in a process of its own, with a limit on CPU time and memory, so that a point that never ends, takes all memory
  or overflows the C stack is reported like any other. `--memory` checks the peak memory of files of 1 MB.
- The **targets** give each parser and reader hostile input, made by Hypothesis from structured strategies and by
  mutating files of the tests and the sample glossary, and check what must hold for any input: no traceback, known
  codes, positions inside the file, clean HTML, the same output for the same input.

Everything random follows from the seed, which is printed. A finding is written to `.fuzz/` together with the command
that repeats it. The exit code is 1 if anything was reported. It needs `os.fork`, so it runs on Linux and macOS only.

To cover new code, add a stage to `stages.py` or a target below `targets/`; to try other text, add a token to
`texts.py`.
"""
