"""Many readers and one writer, each a process of its own."""

import json
import shutil
import threading

from workloads import Failure, Folder, make_root, run


def readers(tool, commits, report):
    """Every commit changes all texts; every answer must come from exactly one commit, and none from
    before the commits that had been acknowledged when it was asked."""
    place = make_root()
    folder = Folder(tool, place)
    acknowledged = [0]
    is_over = threading.Event()
    folder.change(texts_of(0))
    status, _, err = folder.update()
    if status != 0:
        raise Failure(err)

    def read():
        while not is_over.is_set():
            least = acknowledged[0]
            report.case(f"after {least} commits", lambda: check_answer(folder, least))

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, commits + 1):
        folder.change(texts_of(number))
        status, _, err = folder.update()
        if status != 0:
            report.case("the writer", lambda: fail(err))
            break
        acknowledged[0] = number
    is_over.set()
    for thread in threads:
        thread.join()
    shutil.rmtree(place, ignore_errors=True)


def texts_of(version):
    """Ten texts of one version; the number of them changes too."""
    count = 10 + version % 3
    state = {f"{n}.txt": f"common version{version}\n" for n in range(count)}
    return state


def check_answer(folder, least):
    """One question."""
    # As an index of somebody else's: it is not brought up to date first, and hits are not compared with
    # their files, which are ahead of it.
    status, out, err = run(
        [folder.tool, "query", "--no-update", "--untrusted", "--index", folder.index, "--json", "-k", "100",
         "common"])
    if status != 0:
        raise Failure(f"ended with {status}: {err}")
    hits = [json.loads(line) for line in out.splitlines()]
    versions = {(hit["title"] + hit["snippet"]).split("version")[1].split()[0] for hit in hits
                if hit["type"] == "match" and int(hit["path"].rsplit("/")[-1][:-4]) < 10}
    if len(versions) != 1 or int(versions.pop()) < least:
        raise Failure(f"an answer from {versions}, after {least} commits")


def fail(message):
    raise Failure(message)
