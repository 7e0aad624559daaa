// A program in a terminal of its own: what glibc's module map does not offer to Swift.
#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H

/// Runs a line of the shell in a session with a new terminal of the given size (forkpty). Returns the
/// terminal's other end, or -1; the process is stored.
int cpseudoterminal_start(const char *_Nonnull line, int columns, int rows, int *_Nonnull process);

/// Gives the terminal another size; whoever runs in it is told by SIGWINCH.
void cpseudoterminal_resize(int terminal, int columns, int rows);

#endif
