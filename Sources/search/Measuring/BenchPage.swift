/// A report as one HTML page that needs nothing else: style and plots are in it, scripts are not.
struct BenchPage {
  private let report: BenchReport

  /// A page of a report.
  init(_ report: BenchReport) {
    self.report = report
  }

  /// The page.
  var text: String {
    var page = Markup()
    page.addRaw("<!DOCTYPE html>\n")
    page.element("html", [("lang", "en")]) { page in
      page.element("head") { head in
        head.addRaw(#"<meta charset="utf-8">"#)
        head.addRaw(#"<meta name="viewport" content="width=device-width, initial-scale=1">"#)
        head.element("title", text: "search bench: \(report.subject)")
        head.element("style") { $0.addRaw(Self.style) }
      }
      page.element("body") { body in
        body.element("main") { addContent(to: &$0) }
      }
    }
    return page.text + "\n"
  }

  private func addContent(to page: inout Markup) {
    page.element("h1", text: "search bench")
    page.element("table", [("class", "facts")]) { table in
      for row in report.rows {
        table.element("tr") { line in
          line.element("th", [("scope", "row")], text: row.name)
          line.element("td", text: row.value)
        }
      }
    }
    for times in report.times { addMode(times, to: &page) }
    page.element("footer") { footer in
      footer.add(
        "A query's time is the best of all passes after a warm-up; parsing and snippets are left "
          + "out. Ratios are this run divided by the baseline: of times, below 1 is faster.")
    }
  }

  private func addMode(_ times: QueryTimes, to page: inout Markup) {
    let earlier = report.earlier(times.mode)
    page.element("section") { section in
      section.element("h2", text: times.mode)
      addFigures(times, earlier, to: &section)
      section.element("div", [("class", "plots")]) { plots in
        plots.element("figure") { figure in
          figure.element("figcaption", text: "Latency: share of queries that took at most so long")
          DistributionPlot(times: times, earlier: earlier).add(to: &figure)
        }
        plots.element("figure") { figure in
          figure.element("figcaption", text: "Mean by number of terms; the tick is p90")
          LengthPlot(times: times, earlier: earlier).add(to: &figure)
        }
      }
      addSlowest(times, to: &section)
    }
  }

  private func addFigures(
    _ times: QueryTimes, _ earlier: QueryTimes?, to section: inout Markup
  ) {
    func add(_ cells: [String], _ name: String, to table: inout Markup) {
      table.element("tr") { row in
        row.element("th", [("scope", "row")], text: name)
        for cell in cells { row.element("td", text: cell) }
      }
    }
    section.element("div", [("class", "wide")]) { wide in
      wide.element("table", [("class", "figures")]) { table in
        table.element("tr") { row in
          row.element("td")
          for heading in BenchReport.headings(threadCount: times.threadCount) {
            row.element("th", [("scope", "col")], text: heading)
          }
        }
        add(times.cells, "this run", to: &table)
        if let earlier {
          add(earlier.cells, "baseline", to: &table)
          add(times.ratios(to: earlier), "ratio", to: &table)
        }
      }
    }
  }

  private func addSlowest(_ times: QueryTimes, to section: inout Markup) {
    section.element("details") { details in
      details.element("summary", text: "The slowest queries")
      details.element("table", [("class", "slowest")]) { table in
        for query in times.slowest {
          table.element("tr") { row in
            row.element("td", text: QueryTimes.shortened(query.time) + " µs")
            row.element("td") { $0.element("bdi", text: query.text) }
          }
        }
      }
    }
  }

  private static let style: StaticString = """
    :root{color-scheme:light dark;--ink:#1d2733;--dim:#5b6775;--paper:#fff;--line:#d9dee5;\
    --panel:#f6f8fa;--now:#0b62c4;--then:#b4530a}\
    @media(prefers-color-scheme:dark){:root{--ink:#e6eaf0;--dim:#9aa7b5;--paper:#11161c;\
    --line:#303a46;--panel:#1a212a;--now:#6cb2ff;--then:#f2a65a}}\
    body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}\
    main{max-width:68rem;margin:0 auto;padding:1.5rem 1rem 3rem}\
    h1{font-size:1.5rem;margin:0 0 .75rem}h2{font-size:1.2rem;margin:0 0 .5rem}\
    section{border-top:1px solid var(--line);margin-top:1.75rem;padding-top:1.25rem}\
    table{border-collapse:collapse;font-variant-numeric:tabular-nums}\
    .facts th{text-align:left;font-weight:400;color:var(--dim);padding:.1rem 1.2rem .1rem 0;\
    vertical-align:top}\
    .wide{overflow-x:auto}.figures th,.figures td{padding:.25rem .7rem;text-align:right;\
    border-bottom:1px solid var(--line);white-space:nowrap}\
    .figures th{font-weight:600;color:var(--dim)}.figures th[scope=row]{text-align:left}\
    .plots{display:flex;flex-wrap:wrap;gap:1rem;margin:1rem 0}\
    figure{flex:1 1 26rem;margin:0;padding:.8rem;background:var(--panel);border-radius:.5rem;\
    min-width:0}figcaption{font-size:.9rem;color:var(--dim);margin-bottom:.4rem}\
    svg{width:100%;height:auto;display:block}svg text{fill:var(--dim);font-size:12px;\
    font-family:inherit}\
    .axis{stroke:var(--line);stroke-width:1}.now{stroke:var(--now)}.then{stroke:var(--then);\
    stroke-dasharray:5 4}.curve{fill:none;stroke-width:2}.tick{stroke:var(--ink);stroke-width:2}\
    .fillnow{fill:var(--now)}.fillthen{fill:var(--then)}\
    summary{cursor:pointer;color:var(--dim)}.slowest td{padding:.1rem 1rem .1rem 0;\
    overflow-wrap:anywhere}.slowest td:first-child{text-align:right;white-space:nowrap}\
    footer{margin-top:2rem;color:var(--dim);font-size:.9rem}
    """
}
