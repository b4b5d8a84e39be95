"""The loop that the engines share: one JSON object a line in, one a line out, until the input ends."""

import json
import sys
import traceback


def serve(run):
    for line in sys.stdin:
        case = json.loads(line)
        try:
            answer = run(case)
        except Exception as error:  # what the engine cannot do is an answer, whatever its class
            answer = {"error": f"{type(error).__name__}: {error}", "where": traceback.format_exc(limit=-2)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
