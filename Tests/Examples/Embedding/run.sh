# $1 is the program, $2 an empty folder.
"$1" "$2/index" | sort
