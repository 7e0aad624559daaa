/// The kinds of files that `--type` and `--type-not` know, by the patterns of their names.
enum FileTypes {
  /// The patterns of a type; nil if there is none of this name.
  static func patterns(of name: String) -> [String]? {
    if name == "all" { return all.flatMap(\.patterns) }
    return all.first { $0.name == name }?.patterns
  }

  /// All types in the order of their names.
  static let all: [(name: String, patterns: [String])] = table.split(separator: "\n").map { line in
    let words = line.split(separator: " ").map(String.init)
    return (words[0], Array(words.dropFirst()))
  }

  /// A type a line: its name and the patterns.
  private static let table = """
    archive *.zip *.tar *.tgz *.tar.gz *.tar.bz2 *.tar.xz *.tar.zst *.gz *.7z *.jar
    asciidoc *.adoc *.asc *.asciidoc
    asm *.asm *.s *.S
    awk *.awk
    bib *.bib *.bst *.ris
    book *.epub *.fb2 *.mobi
    c *.c *.h *.H *.cats
    clojure *.clj *.cljc *.cljs *.cljx *.edn
    cmake *.cmake CMakeLists.txt
    config *.cfg *.conf *.config *.ini
    cpp *.C *.H *.cc *.cpp *.cxx *.c++ *.h *.hh *.hpp *.hxx *.h++ *.inl
    cs *.cs
    css *.css *.scss *.sass *.less
    csv *.csv *.tsv
    dart *.dart
    diff *.diff *.patch
    docker Dockerfile *Dockerfile* *.dockerfile
    elixir *.ex *.exs *.eex *.heex
    erlang *.erl *.hrl
    fortran *.f *.F *.f77 *.f90 *.F90 *.f95 *.for
    go *.go
    graphql *.graphql *.gql
    groovy *.groovy *.gradle
    haskell *.hs *.lhs *.cabal
    html *.html *.htm *.xhtml *.ejs
    java *.java *.jsp *.properties
    js *.js *.jsx *.mjs *.cjs *.vue
    json *.json *.jsonl *.ndjson *.geojson *.json5
    julia *.jl
    jupyter *.ipynb
    kotlin *.kt *.kts
    license COPYING COPYING.* LICENSE LICENSE.* LICENCE LICENCE.* COPYRIGHT NOTICE
    lisp *.el *.lisp *.lsp *.cl *.scm *.ss *.rkt
    log *.log
    lua *.lua
    mail *.eml *.mbox *.mbx *.msg
    make Makefile makefile GNUmakefile Makefile.* *.mk *.mak
    man *.[0-9lnpx] *.[0-9][cEFMmpSx]
    markdown *.md *.markdown *.mdown *.mdwn *.mdx *.mkd *.mkdn
    matlab *.m
    md *.md *.markdown *.mdown *.mdwn *.mdx *.mkd *.mkdn
    nim *.nim *.nims
    nix *.nix
    objc *.h *.m *.mm
    ocaml *.ml *.mli *.mll *.mly
    office *.docx *.xlsx *.pptx *.odt *.ods *.odp *.doc *.xls *.ppt *.rtf
    org *.org *.org_archive
    pascal *.pas *.dpr *.pp
    pdf *.pdf
    perl *.pl *.pm *.pod *.t
    php *.php *.phtml
    po *.po *.pot
    powershell *.ps1 *.psm1 *.psd1
    prolog *.pro *.P
    protobuf *.proto
    ps *.eps *.ps
    py *.py *.pyi *.pyx
    python *.py *.pyi *.pyx
    r *.R *.r *.Rmd *.Rnw
    readme README README.* *README *README.*
    rst *.rst
    ruby *.rb *.gemspec Gemfile Rakefile
    rust *.rs
    scala *.scala *.sbt
    sh *.sh *.bash *.zsh *.fish *.ksh .bashrc .profile .zshrc
    sql *.sql
    subtitle *.srt *.vtt *.ass *.ssa *.sbv *.sub
    svg *.svg
    swift *.swift
    systemd *.service *.socket *.target *.timer *.mount
    tcl *.tcl
    tex *.tex *.ltx *.cls *.sty *.bib
    text *.txt *.text
    tmx *.tmx *.xliff *.xlf
    toml *.toml
    ts *.ts *.tsx *.mts *.cts
    txt *.txt *.text
    typst *.typ
    verilog *.v *.vh *.sv *.svh
    vhdl *.vhd *.vhdl
    vim *.vim .vimrc
    web *.html *.htm *.xhtml *.css *.js *.mhtml
    xml *.xml *.xsd *.xsl *.xslt *.dtd *.rng *.rss *.atom
    yaml *.yaml *.yml
    zig *.zig
    """
}
