/** What `duo-llm --help` prints. */
export const USAGE = `Usage: duo-llm analyze FILE|- [options]
       duo-llm analyze FILE|FOLDER|PATTERN... --out FOLDER [options]
       duo-llm merge FOLDER|FILE... --out FILE
       duo-llm check DIR
       duo-llm mcp [--model DIR] [--ep NAME]

Shows how hard each token of a text is for a Duo-LLM, which layers need their big module
to predict it, and what a trained router does. Nothing is sent anywhere. \`-\` reads the
text from standard input.

What to compute
  --model DIR        the bundle (default: the built-in models/duo-8l)
  --modules LIST     small,big (default), skip,big or skip,small,big
  --context KIND     big (default): earlier tokens ran all big
                     self: earlier tokens keep the oracle's routes; slower
  --search KIND      exact: every route; beam: a search tries some of them, and the result says
                     what it misses (default: exact where the bundle has a graph for it)
  --budget K         exactly K big layers (default: any number)
  --at-most          with --budget: up to K big layers
  --layers LIST      one of auto, skip, small, big per layer, lowest first
  --router NAME      the router to compare with, or none (default: the bundle's first
                     for these modules, or for some of them)
  --ep NAME          execution provider: auto (default: a GPU where a trial finds it right and
                     faster than the CPU, else the CPU), cpu, cuda, webgpu, dml, coreml

What to print
  --format KIND      text (default), json, or html: a report in one file that opens in any
                     browser, where budget and layers can still be changed
  --colour QUANTITY  colours of the listing: difficulty (default), surprise, needed, regret,
                     or, under --budget and --layers: oracle, the loss of the best route
                     within them, and shortfall, what that loses to the best of all routes
                     (without them: nothing)
  --out FILE         write the result to FILE instead of standard output
  --table FILE.npy   also write the loss table, float32 [tokens, routes]
  --help             print this

Many files
  Of folders all files are taken, and of patterns such as 'notes/**/*.md' those that fit,
  but not what is hidden (.git) or in node_modules; links are followed, and a file that is
  reached in several ways counts once. Files that are no text, or cannot be analysed, are
  named and skipped.
  --out FOLDER       a result for every file, named after its path, and corpus.json: the
                     sums of every file, and the summary of all of them as if they were one text
  --table FOLDER     also a loss table for every file
  --jobs N           engines that work side by side, about 300 MB each (default: one for each
                     core, or one on a GPU)
  --resume           leave out what an earlier run with the same model and options has
                     finished, where the text has not changed
  --shard I/N        only part I of N, for the jobs of a cluster: all parts may write to the same
                     folder; this one ends with corpus-I-of-N.json
  merge              puts these files, or all of a folder, together to the corpus.json that one
                     run without --shard would have written

A bundle of your own
  check DIR          says whether the bundle in a folder can be used: its files, graphs and
                     tokenizer are looked at, and what its graphs make of a short text is
                     compared

Assistants
  mcp                answers an assistant over standard input and output, by the Model Context
                     Protocol, until standard input ends: which tokens of a file are hard, and
                     why. It reads only the files that it is asked about

Exit status: 0 done, 1 the analysis failed or files were skipped, 2 wrong usage,
130 interrupted (what is finished stays; --resume does the rest). NO_COLOR is respected.
`;
