#ifndef CZSTD_H
#define CZSTD_H
int czstd_version(void);
#endif
