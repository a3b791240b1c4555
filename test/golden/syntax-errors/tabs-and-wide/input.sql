CREATE SOURCE 日志 WITH ('connector' = 'file', '路径' = '日志', path = 'x');
CREATE STREAMING TABLE t (
	a	INT	PAHT	'x',
	b INT COMMENT '登录' ?
) FROM 日志;
