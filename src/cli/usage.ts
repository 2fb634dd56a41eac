/** What `duo-llm --help` prints. */
export const USAGE = `Usage: duo-llm analyze FILE|- [options]

Shows how hard each token of a text is for a Duo-LLM, which layers need their big module
to predict it, and what a trained router does. Nothing is sent anywhere. \`-\` reads the
text from standard input.

What to compute
  --model DIR        the bundle (default: the built-in models/duo-8l)
  --modules LIST     small,big (default), skip,big or skip,small,big
  --context KIND     big (default): earlier tokens ran all big
                     self: earlier tokens keep the oracle's routes; slower
  --budget K         exactly K big layers (default: any number)
  --at-most          with --budget: up to K big layers
  --layers LIST      one of auto, skip, small, big per layer, lowest first
  --router NAME      the router to compare with, or none (default: the bundle's first
                     for these modules, or for some of them)
  --ep NAME          execution provider: auto (default: CUDA when its libraries are installed
                     beside onnxruntime, else the CPU), cpu, cuda, webgpu, dml, coreml

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

Exit status: 0 done, 1 the analysis failed, 2 wrong usage. NO_COLOR is respected.
`;
