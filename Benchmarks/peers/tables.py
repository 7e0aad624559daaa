"""What was measured, as tables and as JSON."""

import json
import os
import platform
import sys
from pathlib import Path

from corpora import QUERY_SETS, SET_NAMES
from engines import MEASURES, MODES

BEGIN, END = "<!-- peers: begin -->", "<!-- peers: end -->"
TITLES = {"search": "search", "lucene": "Lucene", "tantivy": "tantivy", "pisa": "PISA",
          "sqlite": "SQLite", "xapian": "Xapian"}
MEASURE_TITLES = {"top": "Best 10", "all": "Best 100 and an exact count", "count": "Exact count alone"}


def ratio(ours, theirs):
    return f"{ours / theirs:.2f}" if theirs else "-"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def size(directory):
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


class Results:
    """Everything that a run found out."""

    def __init__(self, options, corpora, engines, missing):
        self.options, self.corpora, self.engines, self.missing = options, corpora, engines, missing
        self.builds, self.times, self.floors = {}, {}, {}
        self.equality = {}

    def fair(self, engine):
        """Whether a ratio to an engine may be claimed."""
        return getattr(engine, "has_simd", True)

    def add_time(self, key, result):
        self.times.setdefault(key, []).append(result)
        if "floor_us" in result:
            floor = self.floors.setdefault(key[3], [])
            floor.append(result["floor_us"])

    def best(self, key, what):
        """The best of all rounds; None where nothing was measured."""
        values = [result[what] for result in self.times.get(key, [])]
        return min(values) if values else None

    def spread(self):
        """How far rounds differ."""
        means = [[result["mean_us"] for result in results] for results in self.times.values()]
        values = sorted(max(m) / min(m) for m in means if len(m) > 1)
        return (f"median {values[len(values) // 2]:.2f}, at most {values[-1]:.2f}" if values
                else "not known, there was one round")

    # Tables

    def time_table(self, measure, what):
        peers = [engine for engine in self.engines[1:] if measure in engine.measures]
        head = ["corpus", "queries", "mode", "search"]
        for engine in peers:
            head += [TITLES[engine.name], "ratio"]
        rows = [head, ["---"] * 3 + ["--:"] * (len(head) - 3)]
        for corpus in self.corpora:
            for name in QUERY_SETS:
                for mode in MODES:
                    key = corpus.name, name, mode
                    ours = self.best((*key, "search", measure), what)
                    if ours is None:
                        continue
                    row = [corpus.name, SET_NAMES[name], mode, number(ours)]
                    for engine in peers:
                        theirs = self.best((*key, engine.name, measure), what)
                        row += ["-", "-"] if theirs is None else [
                            number(theirs), ratio(ours, theirs) if self.fair(engine) else "-"]
                    rows.append(row)
        return markdown(rows)

    def index_table(self):
        rows = [["corpus", "engine", "build, CPU s", "ratio", "build, wall s", "index bytes",
                 "ratio"], ["---"] * 2 + ["--:"] * 5]
        for corpus in self.corpora:
            figures = {}
            for engine in self.engines:
                results = self.builds.get((corpus.name, engine.name), [])
                best = [min((result[what] for result in results), default=0)
                        for what in ("cpu_s", "wall_s")]
                figures[engine.name] = (*best, size(corpus.index(engine)))
            ours = figures["search"]
            for engine in self.engines:
                cpu, wall, bytes_ = figures[engine.name]
                fair = self.fair(engine)
                rows.append([corpus.name, TITLES[engine.name], f"{cpu:.1f}",
                             ratio(ours[0], cpu) if fair else "-", f"{wall:.1f}", f"{bytes_:,}",
                             ratio(ours[2], bytes_)])
        return markdown(rows)

    def equality_table(self):
        rows = [["corpus", "engine", "compared", "equal", "of"], ["---"] * 3 + ["--:"] * 2]
        for (corpus, engine, what), (equal, total) in self.equality.items():
            rows.append([corpus, TITLES[engine], what, f"{equal:,}", f"{total:,}"])
        return markdown(rows)

    def facts(self):
        rows = [["", ""], ["---", "---"], ["machine", machine()]]
        for engine in self.engines:
            rows.append([TITLES[engine.name], engine.version])
        for name, reason in self.missing:
            rows.append([TITLES[name], f"not measured: {reason}"])
        for corpus in self.corpora:
            origin = " and ".join(f"{SET_NAMES[name]} {corpus.origin[name]}" for name in QUERY_SETS)
            note = f" ({corpus.note})" if corpus.note else ""
            rows.append([f"corpus {corpus.name}", f"{corpus.document_count:,} documents, "
                         f"{corpus.token_count / 1e6:.1f} million tokens{note}; queries: {origin}"])
        return markdown(rows)

    def text(self):
        parts = ["## Peers, by `make peers`", "", *self.facts(), "", "### Equality", "",
                 *self.equality_table(), "",
                 "PISA, SQLite and Xapian score by other formulas, so only their counts are compared.",
                 ""]
        for measure in MEASURES if self.times else ():
            parts += [f"### {MEASURE_TITLES[measure]}: mean microseconds", "",
                      *self.time_table(measure, "mean_us"), ""]
            if measure == "top":
                parts += [f"### {MEASURE_TITLES[measure]}: 99th percentile, microseconds", "",
                          *self.time_table(measure, "p99_us"), ""]
        parts += ["### Index", "", *self.index_table(), "", self.explanation()]
        return "\n".join(parts)

    def explanation(self):
        floors = ", ".join(f"{TITLES[name]} {min(values):.1f} us"
                           for name, values in self.floors.items())
        return (
            "A ratio is `search` divided by the engine: below 1, `search` is faster or smaller. One "
            "core, one segment, warm, parsing left out; each query's best of "
            f"{self.options.passes} passes (SQLite and Xapian: one), the best of "
            f"{self.options.rounds} rounds. A call that finds nothing, included in the times of the "
            f"engines called from Python: {floors}. Slower round divided by faster: {self.spread()}. "
            "PISA has no positions and does not count, its figure is that of its best algorithm; "
            "tantivy's count alone has the best document beside it. SQLite, Xapian and PISA index "
            "numbered words (`w17`). `search` and SQLite keep no texts; `search` also finds documents "
            "by key, which the others do not.")

    def object(self):
        return {
            "machine": machine(), "rounds": self.options.rounds, "passes": self.options.passes,
            "engines": {engine.name: engine.version for engine in self.engines},
            "missing": dict(self.missing),
            "corpora": [{"name": c.name, "documents": c.document_count, "tokens": c.token_count,
                         "note": c.note, "queries": {SET_NAMES[n]: c.origin[n] for n in QUERY_SETS},
                         "index_bytes": {e.name: size(c.index(e)) for e in self.engines}}
                        for c in self.corpora],
            "equality": [{"corpus": c, "engine": e, "compared": w, "equal": n, "of": t}
                         for (c, e, w), (n, t) in self.equality.items()],
            "builds": [{"corpus": c, "engine": e, "rounds": r}
                       for (c, e), r in self.builds.items()],
            "times": [{"corpus": c, "queries": SET_NAMES[n], "mode": m, "engine": e, "measure": w,
                       "mean_us": self.best((c, n, m, e, w), "mean_us"),
                       "p99_us": self.best((c, n, m, e, w), "p99_us"),
                       "rounds": len(r)} for (c, n, m, e, w), r in self.times.items()],
        }

    def write(self, path):
        """Puts the tables between the markers of a file, at its end where it has none, and JSON beside
        it."""
        text = path.read_text(encoding="utf-8") if path.exists() else "# Results\n"
        block = f"{BEGIN}\n{self.text()}\n{END}"
        if BEGIN in text and END in text:
            text = text[:text.index(BEGIN)] + block + text[text.index(END) + len(END):]
        else:
            text = text.rstrip("\n") + f"\n\n{block}\n"
        path.write_text(text, encoding="utf-8")
        beside = path.with_suffix(".json")
        beside.write_text(json.dumps(self.object(), indent=1) + "\n", encoding="utf-8")
        print(f"wrote {path.name} and {beside.name}", file=sys.stderr)


def markdown(rows):
    return ["| " + " | ".join(row) + " |" for row in rows]


def machine():
    name = platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                name = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return f"{name}, {os.cpu_count()} processors, {memory:.0f} GB, {platform.system()} " \
        f"{platform.release()}"
