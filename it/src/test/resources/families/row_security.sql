-- Policies, switched on, off and forced; rows that a policy hides must arrive, too.
CREATE TABLE account (id int PRIMARY KEY, owner text, balance numeric);
INSERT INTO account SELECT i, CASE i % 2 WHEN 0 THEN 'fam_owner' ELSE 'fam_reader' END, i * 10 FROM generate_series(1, 100) AS i;
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON account USING (owner = current_user) WITH CHECK (balance >= 0);
CREATE POLICY readers ON account AS RESTRICTIVE FOR SELECT TO fam_reader, fam_owner USING (balance < 500);
CREATE POLICY adding ON account FOR INSERT TO fam_owner WITH CHECK (owner = 'fam_owner');
CREATE POLICY removing ON account FOR DELETE USING (EXISTS (SELECT FROM account AS a WHERE a.id = account.id));
COMMENT ON POLICY own_rows ON account IS 'everybody their own';

CREATE TABLE dormant (id int);
INSERT INTO dormant VALUES (1);
CREATE POLICY asleep ON dormant USING (false);

CREATE TABLE closed (id int);
INSERT INTO closed SELECT generate_series(1, 20);
ALTER TABLE closed ENABLE ROW LEVEL SECURITY;
ALTER TABLE closed OWNER TO fam_owner;
