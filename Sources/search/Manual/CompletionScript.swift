/// Scripts that complete commands and options in a shell.
///
/// Where the first word is no command the options of `search query` are offered, which it is then.
struct CompletionScript {
  /// The shells there are scripts for.
  enum Shell: String, CaseIterable, Sendable {
    case bash, zsh, fish
  }

  let manual: CommandManual

  /// The script for a shell.
  func text(for shell: Shell) -> String {
    switch shell {
    case .bash: bash
    case .zsh: zsh
    case .fish: fish
    }
  }

  private var commandNames: [String] { manual.commands.map(\.name) + ["help"] }

  private func named(_ command: CommandManual) -> [CommandManual.Option] {
    command.options.filter { !$0.isPositional }
  }

  /// A text in single quotes of a shell.
  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }

  // MARK: - bash

  private var bash: String {
    var options = ""
    var values = ""
    for command in manual.commands {
      let names = named(command).flatMap(\.names).joined(separator: " ")
      options += "    \(command.name)) options='\(names)' ;;\n"
      for option in named(command) {
        guard let words = Self.bashValues(option) else { continue }
        let patterns = option.names.map { "\(command.name):\($0)" }.joined(separator: "|")
        values += "    \(patterns)) \(words); return ;;\n"
      }
    }
    return """
      # Completions of search for bash; written by: search completions bash
      _search() {
        local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}
        local command=query options=
        COMPREPLY=()
        case ${COMP_WORDS[1]} in
          \(commandNames.joined(separator: "|"))) [ "$COMP_CWORD" -gt 1 ] && command=${COMP_WORDS[1]} ;;
        esac
        case $command:$before in
          help:help) COMPREPLY=($(compgen -W '\(commandNames.joined(separator: " ")) syntax' -- "$word")); return ;;
      \(values)  esac
        case $command in
      \(options)  esac
        if [[ $word == -* ]]; then
          COMPREPLY=($(compgen -W "$options" -- "$word"))
        elif [ "$COMP_CWORD" -eq 1 ]; then
          COMPREPLY=($(compgen -W '\(commandNames.joined(separator: " "))' -- "$word"))
        fi
      }
      complete -o default -F _search search

      """
  }

  /// What completes an option's value; nil for a flag.
  private static func bashValues(_ option: CommandManual.Option) -> String? {
    guard option.value != nil else { return nil }
    if !option.values.isEmpty {
      let words = option.values.joined(separator: " ")
      return "COMPREPLY=($(compgen -W '\(words)' -- \"$word\"))"
    }
    if option.takesFolder { return "COMPREPLY=($(compgen -d -- \"$word\"))" }
    return option.takesFile ? "COMPREPLY=($(compgen -f -- \"$word\"))" : "COMPREPLY=()"
  }

  // MARK: - zsh

  private var zsh: String {
    var text =
      "#compdef search\n# Completions of search for zsh; written by: search completions zsh\n"
    for command in manual.commands {
      text += "_search_\(command.name)() {\n  _arguments -s -S"
      for option in named(command) { text += " \\\n    " + Self.zshArgument(option) }
      text += " \\\n    '*:word:_files'\n}\n"
    }
    let descriptions = manual.commands.map { command in
      "    " + Self.quoted("\(command.name):\(command.abstract)") + "\n"
    }.joined()
    text += """
      _search() {
        local -a commands=(
      \(descriptions)    'help:Show what a command does'
        )
        if (( CURRENT > 2 )) && (( $+functions[_search_$words[2]] )); then
          local command=$words[2]
          shift words
          (( CURRENT-- ))
          _search_$command
        elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
          _describe command commands
          _files
        else
          _search_query
        fi
      }
      # Loaded by its name it is called at once, else it is registered.
      if [[ $funcstack[1] == _search ]]; then
        _search "$@"
      else
        compdef _search search
      fi

      """
    return text
  }

  private static func zshArgument(_ option: CommandManual.Option) -> String {
    let names =
      option.names.count > 1 ? "{\(option.names.joined(separator: ","))}" : option.names[0]
    let exclusive = option.isRepeating ? "'*'" : "'(\(option.names.joined(separator: " ")))'"
    var text = "[" + zshText(option.abstract) + "]"
    if let value = option.value {
      text += ":\(value):"
      if !option.values.isEmpty {
        text += "(\(option.values.joined(separator: " ")))"
      } else if option.takesFolder {
        text += "_files -/"
      } else if option.takesFile {
        text += "_files"
      }
    }
    return exclusive + names + quoted(text)
  }

  /// What stands in brackets of a specification.
  private static func zshText(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]")
      .replacing(":", with: "\\:")
  }

  // MARK: - fish

  private var fish: String {
    let names = commandNames.joined(separator: " ")
    var text = """
      # Completions of search for fish; written by: search completions fish
      function __search_command
          set -l words (commandline -opc)
          if test (count $words) -gt 1; and contains -- $words[2] \(names)
              echo $words[2]
          else
              echo query
          end
      end
      function __search_is_first
          test (count (commandline -opc)) -eq 1
      end

      """
    for command in manual.commands {
      text +=
        "complete -c search -n __search_is_first -f -a \(command.name) "
        + "-d \(Self.quoted(command.abstract))\n"
    }
    for command in manual.commands {
      for option in named(command) {
        text += "complete -c search -n 'test (__search_command) = \(command.name)'"
        for name in option.names {
          text += name.hasPrefix("--") ? " -l \(name.dropFirst(2))" : " -s \(name.dropFirst())"
        }
        if option.value != nil {
          text += option.takesFile || option.takesFolder ? " -r" : " -x"
          if !option.values.isEmpty {
            text += " -a \(Self.quoted(option.values.joined(separator: " ")))"
          }
        }
        text += " -d \(Self.quoted(option.abstract))\n"
      }
    }
    return text
  }
}
