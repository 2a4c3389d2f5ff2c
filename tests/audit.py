"""Hold the pins of constraints.txt against the public list of known flaws; skip, and say why, where it is unreachable.

Run by `make audit`; ends with 1 where a pinned version has a known flaw.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UNREACHABLE = ("ConnectionError", "ServiceError", "ConnectTimeout", "ReadTimeout", "Max retries", "Failed to")


def main() -> int:
    """Run pip-audit over the pins."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(ROOT / "constraints.txt")]
    options = ["--require-hashes", "--disable-pip", "--format", "json", "--progress-spinner", "off", "--timeout", "20"]
    done = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    try:
        found = json.loads(done.stdout)["dependencies"]
    except ValueError:
        reason = done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "no answer"
        if any(word in done.stderr for word in UNREACHABLE):
            sys.stdout.write(f"audit skipped: the list of known flaws cannot be reached ({reason})\n")
            return 0
        sys.stdout.write(f"audit failed: {reason}\n")
        return 1
    flawed = [one for one in found if one.get("vulns")]
    for one in flawed:
        for flaw in one["vulns"]:
            mended = ", ".join(flaw["fix_versions"]) or "no version yet"
            sys.stdout.write(f"{one['name']} {one['version']}: {flaw['id']}, mended in {mended}\n")
    skipped = [one for one in found if "skip_reason" in one]
    sys.stdout.write(f"audit: {len(found) - len(skipped)} pins looked up, {len(flawed)} with known flaws\n")
    if skipped:
        sys.stdout.write(f"audit skipped {len(skipped)} pins, the first because: {skipped[0]['skip_reason']}\n")
    return int(bool(flawed))


if __name__ == "__main__":
    sys.exit(main())
