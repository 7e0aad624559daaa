"""Xapian on words written w0, w1, …; see runner.py."""

import xapian

import runner


class Xapian:
    def index(self, documents, directory, _):
        lexicon = runner.Lexicon()
        rows = [lexicon.add(text) for _, text in documents]
        lexicon.save(directory)
        clock = runner.Clock()
        data = xapian.WritableDatabase(directory + ".loose", xapian.DB_CREATE_OR_OVERWRITE)
        for words in rows:
            document = xapian.Document()
            for position, word in enumerate(words):
                document.add_posting(word, position)
            data.add_document(document)
        data.commit()
        data.compact(directory)
        data.close()
        clock.report()

    def open(self, directory):
        self.lexicon = runner.Lexicon.load(directory)
        self.data = xapian.Database(directory)
        self.total = self.data.get_doccount()

    def enquire(self, words, mode):
        words = self.lexicon.find(words)
        if mode == "phrase" and len(words) > 1:
            query = xapian.Query(xapian.Query.OP_PHRASE, words, len(words))
        else:
            operation = xapian.Query.OP_AND if mode == "and" else xapian.Query.OP_OR
            query = xapian.Query(operation, words)
        enquire = xapian.Enquire(self.data)
        enquire.set_query(query)
        # k1, k2, k3, b and the least normalised length.
        enquire.set_weighting_scheme(xapian.BM25Weight(1.2, 0, 1_000, 0.75, 0))
        return enquire

    def count(self, words, mode):
        return self.call(words, mode, 0, "count")()

    def scores(self, words, mode, limit):
        return [match.weight for match in self.enquire(words, mode).get_mset(0, limit)]

    def call(self, words, mode, limit, measure):
        enquire, total = self.enquire(words, mode), self.total
        if measure == "top":
            return lambda: enquire.get_mset(0, limit).size()
        if measure == "all":
            return lambda: enquire.get_mset(0, limit, total).get_matches_estimated()
        enquire.set_weighting_scheme(xapian.BoolWeight())
        return lambda: enquire.get_mset(0, 0, total).get_matches_estimated()


runner.main(Xapian())
