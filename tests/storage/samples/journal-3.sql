BEGIN TRANSACTION;
CREATE TABLE events (
            session TEXT NOT NULL REFERENCES sessions(id), seq INTEGER NOT NULL, at REAL NOT NULL,
            type TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (session, seq)) WITHOUT ROWID;
INSERT INTO "events" VALUES('session',1,1800000000.0,'opened','{"at": 1800000000.0, "session": "session", "title": "Capitals", "code": "ABCD", "seed": "5eed5eed5eed5eed5eed5eed5eed5eed", "settings": {"change_answers": true, "shuffle_choices": false, "shuffle_questions": false, "time_limit": null, "speed_bonus": 0.0, "show_names": true, "rehearsal": false}, "quiz": {"v": 1, "id": "quiz", "title": "Capitals", "questions": [{"id": "q1", "kind": "single", "text": "Capital of Morocco?", "title": "single", "choices": [{"id": "c1", "text": "Casablanca", "feedback": "About Casablanca"}, {"id": "c2", "text": "Rabat", "weight": 1.0, "feedback": "About Rabat"}, {"id": "c3", "text": "Fez", "weight": -0.5, "feedback": "About Fez"}], "feedback": "In general"}, {"id": "q2", "kind": "single", "text": "Capital of Morocco?", "title": "single", "choices": [{"id": "c1", "text": "Casablanca", "feedback": "About Casablanca"}, {"id": "c2", "text": "Rabat", "weight": 1.0, "feedback": "About Rabat"}, {"id": "c3", "text": "Fez", "weight": -0.5, "feedback": "About Fez"}], "feedback": "In general"}, {"id": "q3", "kind": "single", "text": "Capital of Morocco?", "title": "single", "choices": [{"id": "c1", "text": "Casablanca", "feedback": "About Casablanca"}, {"id": "c2", "text": "Rabat", "weight": 1.0, "feedback": "About Rabat"}, {"id": "c3", "text": "Fez", "weight": -0.5, "feedback": "About Fez"}], "feedback": "In general"}]}}');
INSERT INTO "events" VALUES('session',2,1800000000.0,'joined','{"at": 1800000000.0, "student": "s1", "token": "token-1", "nickname": ""}');
INSERT INTO "events" VALUES('session',3,1800000000.0,'asked','{"at": 1800000000.0, "round": "r1", "question": "q1", "attempt": 1, "deadline": null}');
INSERT INTO "events" VALUES('session',4,1800000000.0,'answered','{"at": 1800000000.0, "round": "r1", "student": "s1", "id": "a2", "answer": {"choices": ["c2"]}}');
INSERT INTO "events" VALUES('session',5,1800000000.0,'locked','{"at": 1800000000.0, "round": "r1", "by": "host"}');
INSERT INTO "events" VALUES('session',6,1800000000.0,'ended','{"at": 1800000000.0}');
CREATE TABLE media (
            session TEXT NOT NULL REFERENCES sessions(id), name TEXT NOT NULL, type TEXT NOT NULL,
            data BLOB NOT NULL, PRIMARY KEY (session, name));
CREATE TABLE personal (
            session TEXT NOT NULL REFERENCES sessions(id), seq INTEGER NOT NULL, student TEXT NOT NULL,
            body TEXT NOT NULL, PRIMARY KEY (session, seq)) WITHOUT ROWID;
INSERT INTO "personal" VALUES('session',2,'s1','{"nickname": "Amina"}');
CREATE TABLE sessions (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, code TEXT NOT NULL, opened_at REAL NOT NULL,
            ended_at REAL, port INTEGER NOT NULL DEFAULT 0, alive_at REAL NOT NULL,
            rehearsal INTEGER NOT NULL DEFAULT 0, class_name TEXT NOT NULL DEFAULT '', class_id TEXT NOT NULL DEFAULT '');
INSERT INTO "sessions" VALUES('session','Capitals','ABCD',1800000000.0,1800000000.0,8080,1800000000.0,0,'','');
COMMIT;
PRAGMA user_version=3;
