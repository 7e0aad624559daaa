# $1 is the program, $2 an empty folder.
printf '%s\n' '2026-11-20T01:00:00 ERROR disk sda full' '2026-11-20T02:00:00 INFO 用户登录成功' \
  '2026-11-21T01:00:00 ERROR 磁盘已满 disk sdb' '2026-11-21T03:00:00 INFO all well' |
  "$1" "$2/index" 2 "level:ERROR disk"
printf '%s\n' '2026-11-22T01:00:00 WARN disk sda almost full' |
  "$1" "$2/index" 2 "disk"
