# $1 is the program, $2 an empty folder.
mkdir -p "$2/site/guide"
printf '# Welcome\nA tool for <everybody>.\n## Setup\nUnpack it and run make.\n' > "$2/site/index.md"
printf '<html><body><h1>指南</h1><p>先安装软件 &amp; 重启。</p><h2>更新</h2><p>运行更新命令。</p></body></html>' \
  > "$2/site/guide/zh.html"
"$1" build "$2/site" "$2/index"
"$1" ask "$2/index" "install"
"$1" ask "$2/index" "更新"
"$1" ask "$2/index" "everybody"
