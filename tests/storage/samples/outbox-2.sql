BEGIN TRANSACTION;
CREATE TABLE "accounts" (
            connection TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE, student TEXT NOT NULL,
            account TEXT NOT NULL, by_hand INTEGER NOT NULL,
            PRIMARY KEY (connection, student)) WITHOUT ROWID;
INSERT INTO "accounts" VALUES('c1','s1','4711',1);
CREATE TABLE connections (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL,
            details TEXT NOT NULL DEFAULT '{}', trouble TEXT NOT NULL DEFAULT '',
            confirmed_at REAL);
INSERT INTO "connections" VALUES('c1','moodle','Moodle','https://moodle.example','{}','',1760000000.0);
CREATE TABLE derived (session TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE left_out (
            session TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (session, kind)) WITHOUT ROWID;
CREATE TABLE rows (
            key TEXT PRIMARY KEY, target TEXT NOT NULL REFERENCES targets(id) ON DELETE CASCADE,
            student TEXT NOT NULL, value TEXT NOT NULL, state TEXT NOT NULL, base TEXT, sent TEXT NOT NULL,
            there TEXT, attempts INTEGER NOT NULL, next_at REAL NOT NULL, asked_at REAL NOT NULL,
            reason TEXT NOT NULL, confirmed_at REAL, item TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
INSERT INTO "rows" VALUES('k1','t1','s1','17.5','confirmed','17.5','[]',NULL,0,0.0,0.0,'',1760000000.0,'');
CREATE TABLE steps (
            row TEXT NOT NULL REFERENCES rows(key) ON DELETE CASCADE, at REAL NOT NULL, state TEXT NOT NULL,
            reason TEXT NOT NULL);
INSERT INTO "steps" VALUES('k1',1760000000.0,'confirmed','');
CREATE TABLE targets (
            id TEXT PRIMARY KEY, session TEXT NOT NULL, kind TEXT NOT NULL,
            connection TEXT NOT NULL REFERENCES connections(id) ON DELETE CASCADE, ref TEXT NOT NULL,
            agreed TEXT NOT NULL DEFAULT '[]', top TEXT NOT NULL DEFAULT '', UNIQUE (connection, ref), UNIQUE (session, kind));
INSERT INTO "targets" VALUES('t1','session','grade','c1','assign:17','["messages"]','');
CREATE TABLE wishes (class TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX rows_by_target ON rows (target);
CREATE INDEX rows_to_do ON rows (next_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX steps_by_row ON steps (row);
COMMIT;
PRAGMA user_version=2;
