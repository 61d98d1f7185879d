BEGIN TRANSACTION;
CREATE TABLE classes (
            id TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL DEFAULT '', used_at REAL,
            removed_at REAL, options TEXT NOT NULL DEFAULT '{}');
INSERT INTO "classes" VALUES('247d5ba61ad32083','Terminale B','',NULL,NULL,'{}');
CREATE TABLE devices (
            token TEXT PRIMARY KEY, student TEXT NOT NULL REFERENCES students(id) ON DELETE CASCADE,
            used_at REAL NOT NULL);
INSERT INTO "devices" VALUES('d1','s1',1760000000.0);
CREATE TABLE done (name TEXT PRIMARY KEY, at REAL NOT NULL);
CREATE TABLE learned (session TEXT PRIMARY KEY, events INTEGER NOT NULL);
CREATE TABLE media (hash TEXT PRIMARY KEY, data BLOB NOT NULL);
INSERT INTO "media" VALUES('2cea274d0bedc39ec4ab6ba9e59ec889e3ed6fb56a1cf088a64d9b383378dc97',X'70696374757265');
CREATE TABLE pins (
            student TEXT PRIMARY KEY REFERENCES students(id) ON DELETE CASCADE, hash TEXT NOT NULL);
INSERT INTO "pins" VALUES('s1','salted');
CREATE TABLE questions (
            quiz TEXT NOT NULL REFERENCES quizzes(id) ON DELETE CASCADE, position INTEGER NOT NULL,
            id TEXT NOT NULL, text_print TEXT NOT NULL, whole_print TEXT NOT NULL, words TEXT NOT NULL,
            body TEXT NOT NULL, PRIMARY KEY (quiz, position));
INSERT INTO "questions" VALUES('0000abcd',0,'q-single','5bd4baf5b540a99817698f66128d4fce','5adb4c87d7c94b4c3d064955cfe71d63','single capital of morocco? casablanca rabat fez','{"id": "q-single", "kind": "single", "text": "Capital of Morocco?", "title": "single", "choices": [{"id": "c1", "text": "Casablanca", "feedback": "About Casablanca"}, {"id": "c2", "text": "Rabat", "weight": 1.0, "feedback": "About Rabat"}, {"id": "c3", "text": "Fez", "weight": -0.5, "feedback": "About Fez"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',1,'q-multiple','58be02392847bed1d2e0097b3ee0e024','62de7c9834df9aef2ac8dd6b82801582','multiple which are prime? 2 3 4 6','{"id": "q-multiple", "kind": "multiple", "text": "Which are prime?", "title": "multiple", "choices": [{"id": "c1", "text": "2", "weight": 0.5, "feedback": "About 2"}, {"id": "c2", "text": "3", "weight": 0.5, "feedback": "About 3"}, {"id": "c3", "text": "4", "weight": -0.5, "feedback": "About 4"}, {"id": "c4", "text": "6", "weight": -0.5, "feedback": "About 6"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',2,'q-true_false','d2344a4ef813c7a9fb741452ae769c3e','f557b288e887a2c60a8dbae5ece3ff73','true_false water boils at 100 °c at sea level. true false','{"id": "q-true_false", "kind": "true_false", "text": "Water boils at 100 \u00b0C at sea level.", "title": "true_false", "choices": [{"id": "c1", "text": "True", "weight": 1.0, "feedback": "About True"}, {"id": "c2", "text": "False", "feedback": "About False"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',3,'q-numeric','345e2cfd531dbca3f7dd39301d864860','ac5f69a1e0a09b33762322784ebff34d','numeric pi?','{"id": "q-numeric", "kind": "numeric", "text": "Pi?", "title": "numeric", "numbers": [{"value": "3.14", "tolerance": "0.01", "feedback": "Well done"}, {"low": "3", "high": "4", "weight": 0.5, "feedback": "Nearly"}], "feedback": "In general", "other_feedback": "Look it up"}');
INSERT INTO "questions" VALUES('0000abcd',4,'q-short_text','7b9322536ee4f683e4ca96f807101931','334aacabd4dde0c6a2ff8de014f3bc98','short_text capital of france? paris pari*','{"id": "q-short_text", "kind": "short_text", "text": "Capital of France?", "title": "short_text", "texts": [{"text": "Paris", "feedback": "Well done"}, {"text": "Pari*", "weight": 0.5, "feedback": "Nearly"}], "feedback": "In general", "other_feedback": "Look at the map"}');
INSERT INTO "questions" VALUES('0000abcd',5,'q-matching','c3a3bad429c35f013781a20c402acdad','9370a2cc487c4d9c87d675cfb1cdac44','matching which capital? morocco rabat france paris spain madrid lyon','{"id": "q-matching", "kind": "matching", "text": "Which capital?", "title": "matching", "pairs": [{"left_id": "l1", "left": "Morocco", "right_id": "r4", "right": "Rabat"}, {"left_id": "l2", "left": "France", "right_id": "r2", "right": "Paris"}, {"left_id": "l3", "left": "Spain", "right_id": "r3", "right": "Madrid"}, {"left_id": "", "left": null, "right_id": "r1", "right": "Lyon"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',6,'q-ordering','15a84b4e9c942ed14f34067c21a5d180','ebb518c2722182ab252fceddd17fdc94','ordering from small to large ant cat cow whale','{"id": "q-ordering", "kind": "ordering", "text": "From small to large", "title": "ordering", "choices": [{"id": "o3", "text": "ant"}, {"id": "o1", "text": "cat"}, {"id": "o4", "text": "cow"}, {"id": "o2", "text": "whale"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',7,'q-gaps','0239325c4bb76a0abc8cc95f21c3b373','acfeeac8c65f266e4cae4dddb73284c2','gaps [[g1]] lies in [[g2]], has [[g3]] districts and is [[g4]]. paris pari* spain france large old small','{"id": "q-gaps", "kind": "gaps", "text": "[[g1]] lies in [[g2]], has [[g3]] districts and is [[g4]].", "title": "gaps", "gaps": [{"id": "g1", "texts": [{"text": "Paris"}, {"text": "Pari*", "weight": 0.5}]}, {"id": "g2", "choices": [{"id": "c1", "text": "Spain", "feedback": "About Spain"}, {"id": "c2", "text": "France", "weight": 1.0, "feedback": "About France"}], "weight": 2.0}, {"id": "g3", "numbers": [{"value": "20"}]}, {"id": "g4", "choices": [{"id": "c1", "text": "large", "weight": 0.5, "feedback": "About large"}, {"id": "c2", "text": "old", "weight": 0.5, "feedback": "About old"}, {"id": "c3", "text": "small", "weight": -1.0, "feedback": "About small"}], "several": true, "shuffle": true}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',8,'q-poll','d678331ab9f09426816d366d2f0659bb','1cf9a3fbfec8348832b9fbd535eb18f6','poll how was it? good bad','{"id": "q-poll", "kind": "poll", "text": "How was it?", "title": "poll", "choices": [{"id": "c1", "text": "Good", "feedback": "About Good"}, {"id": "c2", "text": "Bad", "feedback": "About Bad"}], "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',9,'q-open_text','baad526cb42531537b601222cb9f0adc','dd63f72a72e5daa15a2d815185a0d730','open_text what is still unclear?','{"id": "q-open_text", "kind": "open_text", "text": "What is still unclear?", "title": "open_text", "feedback": "In general"}');
INSERT INTO "questions" VALUES('0000abcd',10,'q-slide','c8523e9dd972b32cac1344a780576b72','12d95ec1783e2dbe46fdd571cf325989','slide chapter two','{"id": "q-slide", "kind": "slide", "text": "Chapter two", "title": "slide", "feedback": "In general"}');
CREATE TABLE quiz_media (
            quiz TEXT NOT NULL REFERENCES quizzes(id) ON DELETE CASCADE, name TEXT NOT NULL,
            type TEXT NOT NULL, hash TEXT NOT NULL REFERENCES media(hash), PRIMARY KEY (quiz, name));
INSERT INTO "quiz_media" VALUES('0000abcd','a.png','image/png','2cea274d0bedc39ec4ab6ba9e59ec889e3ed6fb56a1cf088a64d9b383378dc97');
CREATE TABLE quizzes (
            id TEXT PRIMARY KEY, title TEXT NOT NULL, folder TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT '[]', language TEXT NOT NULL DEFAULT '',
            source TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL, questions INTEGER NOT NULL,
            kinds TEXT NOT NULL, difficulties TEXT NOT NULL, problems INTEGER NOT NULL,
            changed_at REAL NOT NULL, used_at REAL, removed_at REAL, words TEXT NOT NULL, languages TEXT NOT NULL DEFAULT '[]');
INSERT INTO "quizzes" VALUES('0000abcd','Les cellules','Biologie','["examen"]','fr','cellules.gift',1,11,'["single", "multiple", "true_false", "numeric", "short_text", "matching", "ordering", "gaps", "poll", "open_text", "slide"]','[]',0,1800000000.0,NULL,NULL,'les cellules biologie examen','["fr"]');
CREATE TABLE students (
            id TEXT PRIMARY KEY, class TEXT NOT NULL REFERENCES classes(id) ON DELETE CASCADE,
            position INTEGER NOT NULL, number TEXT NOT NULL, family TEXT NOT NULL, given TEXT NOT NULL,
            name TEXT NOT NULL, email TEXT NOT NULL, groups TEXT NOT NULL, language TEXT NOT NULL,
            extra_time REAL NOT NULL, note TEXT NOT NULL, removed_at REAL);
INSERT INTO "students" VALUES('s1','247d5ba61ad32083',0,'007','El Fassi','Amina','','amina@example.org','["A"]','ar',1.33,'',NULL);
INSERT INTO "students" VALUES('s2','247d5ba61ad32083',1,'008','Dupont','Yanis','','','[]','fr',1.0,'',NULL);
CREATE INDEX questions_by_whole ON questions (whole_print);
CREATE INDEX questions_by_text ON questions (text_print);
CREATE INDEX quiz_media_by_hash ON quiz_media (hash);
CREATE INDEX students_by_class ON students (class, position);
CREATE INDEX devices_by_student ON devices (student);
COMMIT;
PRAGMA user_version=5;
