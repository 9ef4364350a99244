package dev.pgconvoy.preflight.model;

/// The codes of our findings: six digits where the field documents one, `PGC…` for ours.
public final class Codes {

    public static final String CANNOT_CONNECT = "603000";
    public static final String NO_SSL = "603001";
    public static final String LOGIN_REFUSED = "603100";
    public static final String EXISTS_ON_TARGET = "603101";
    public static final String MISSING_ON_SOURCE = "603102";
    public static final String CANNOT_DROP = "603117";
    public static final String SOURCE_TOO_OLD = "603400";
    public static final String CANNOT_CREATE_ROLES = "603116";
    public static final String EXTENSION_MISSING = "603405";
    public static final String EXTENSION_NOT_ALLOWED = "603108";
    public static final String LIBRARY_NOT_PRELOADED = "603109";

    /// A check itself could not run.
    public static final String CHECK_NOT_RUN = "PGC1000";
    /// TLS could not be established.
    public static final String TLS_FAILED = "PGC1001";
    /// There is no maintenance database of that name.
    public static final String NO_MAINTENANCE_DATABASE = "PGC1002";
    /// The user may not connect to a database.
    public static final String MAY_NOT_CONNECT = "PGC1003";
    /// A password, certificate or key that the request names cannot be had or used.
    public static final String SECRET_UNRESOLVED = "PGC1004";
    /// No trusted root vouches for the server's certificate.
    public static final String UNKNOWN_ROOT = "PGC1021";
    /// The server's certificate is for another host.
    public static final String WRONG_SERVER_NAME = "PGC1022";
    /// The server's certificate has expired.
    public static final String SERVER_CERTIFICATE_EXPIRED = "PGC1023";
    /// The server asks for a client certificate.
    public static final String CLIENT_CERTIFICATE_MISSING = "PGC1024";
    /// The server refuses the client certificate.
    public static final String CLIENT_CERTIFICATE_REFUSED = "PGC1025";
    /// The server does not bind the proof of the password to the link.
    public static final String NO_CHANNEL_BINDING = "PGC1026";
    /// Whoever answers for the server is believed.
    public static final String LINK_NOT_VERIFIED = "PGC1027";

    /// The server asks for the password in clear text over a link that is not verified.
    public static final String CLEAR_TEXT_PASSWORD = "PGC1010";
    /// The configuration does not allow this server.
    public static final String SERVER_NOT_ALLOWED = "PGC1011";
    /// The configuration does not limit the servers, or where references go.
    public static final String NO_ALLOW_LIST = "PGC1012";

    /// The target is older than the source.
    public static final String TARGET_TOO_OLD = "PGC1101";
    /// pg_dump is older than the source.
    public static final String PG_DUMP_TOO_OLD = "PGC1102";
    /// There is no pg_dump that works.
    public static final String PG_DUMP_UNUSABLE = "PGC1103";
    /// pg_dump or pg_restore has known faults by which a source attacks the target.
    public static final String PG_DUMP_UNMENDED = "PGC1104";

    /// There is nothing to migrate.
    public static final String NO_DATABASE = "PGC1201";
    /// More databases than one migration takes.
    public static final String TOO_MANY_DATABASES = "PGC1202";
    /// The database accepts no connections.
    public static final String CLOSED_DATABASE = "PGC1203";
    /// Templates are not migrated.
    public static final String TEMPLATE_DATABASE = "PGC1204";
    /// The database on the target will be dropped, as was asked.
    public static final String WILL_BE_DROPPED = "PGC1205";
    /// The database through which we connect cannot be replaced.
    public static final String MAINTENANCE_DATABASE_IN_USE = "PGC1206";
    /// The database on the target is this migration's own unfinished copy.
    public static final String UNFINISHED_COPY = "PGC1207";
    /// Databases that do not move although all were asked for.
    public static final String LEFT_OUT = "PGC1208";
    /// `postgres` is left out although it holds tables.
    public static final String POSTGRES_LEFT_OUT = "PGC1209";

    /// A database of the source has the schema of our ledger.
    public static final String LEDGER_ON_SOURCE = "PGC1210";

    /// The database on the target is an earlier migration's unfinished copy, to be continued as was asked.
    public static final String COPY_TO_CONTINUE = "PGC1230";
    /// The database on the target is the copy of a migration that runs.
    public static final String COPY_OF_RUNNING_MIGRATION = "PGC1231";

    /// The target user may not create databases.
    public static final String CANNOT_CREATE_DATABASES = "PGC1301";

    /// A role that owns objects is not on the target.
    public static final String OWNER_MISSING = "PGC1302";
    /// The target user cannot give objects to their owner.
    public static final String OWNER_FOREIGN = "PGC1303";
    /// A role that has grants is not on the target.
    public static final String GRANTEE_MISSING = "PGC1304";
    /// A role that policies or user mappings name is not on the target.
    public static final String NAMED_ROLE_MISSING = "PGC1305";
    /// The target user cannot keep who leads in the maintenance database.
    public static final String CANNOT_REGISTER_LEAD = "PGC1306";
    /// The maintenance database has a schema of the name of ours.
    public static final String FOREIGN_LEAD_SCHEMA = "PGC1307";

    /// Source and target are one server.
    public static final String SAME_SERVER = "PGC1401";
    /// One server is a physical copy of the other.
    public static final String PHYSICAL_COPY = "PGC1402";
    /// Whether they are one server could not be read.
    public static final String IDENTITY_UNKNOWN = "PGC1403";
    /// The source may be a standby of the target.
    public static final String SOURCE_FOLLOWS_TARGET = "PGC1404";
    /// The target is a standby.
    public static final String TARGET_IN_RECOVERY = "PGC1405";

    /// An extension that only superusers may create.
    public static final String EXTENSION_NEEDS_SUPERUSER = "PGC1501";
    /// Tables or sequences that the source user may not read.
    public static final String UNREADABLE_TABLES = "PGC1502";
    /// Row-level security hides rows.
    public static final String ROWS_HIDDEN = "PGC1503";
    /// Large objects that the source user may not read.
    public static final String UNREADABLE_LARGE_OBJECTS = "PGC1504";
    /// Transactions that are prepared and not ended.
    public static final String PREPARED_TRANSACTIONS = "PGC1505";
    /// Types that are copied as text.
    public static final String TEXT_ONLY_TYPES = "PGC1506";
    /// Foreign servers and tables.
    public static final String FOREIGN_TABLES = "PGC1507";
    /// Subscriptions.
    public static final String SUBSCRIPTIONS = "PGC1508";
    /// A locale that the target does not list.
    public static final String LOCALE_UNKNOWN = "PGC1509";
    /// A collation of the server's own that the target does not have.
    public static final String COLLATION_MISSING = "PGC1510";
    /// Tables with rows that do not move.
    public static final String TABLE_LEFT_BEHIND = "PGC1511";

    /// More tables than the server has room to lock.
    public static final String FEW_LOCKS = "PGC1601";
    /// Too few connections are left.
    public static final String FEW_CONNECTIONS = "PGC1602";
    /// A setting that would end or spoil a copy.
    public static final String HOSTILE_SETTING = "PGC1603";
    /// Server parameters differ.
    public static final String PARAMETERS_DIFFER = "PGC1604";
    /// A setting of the source that hides damage.
    public static final String DAMAGE_HIDDEN = "PGC1605";

    /// A filter's pattern that matches nothing.
    public static final String PATTERN_UNMATCHED = "PGC1701";
    /// Something that stays needs something that is excluded.
    public static final String TORN_APART = "PGC1702";

    /// A database to compare is on the source only.
    public static final String NOTHING_TO_COMPARE = "PGC1801";

    /// A parameter of Azure's template is against its own constraints.
    public static final String TEMPLATE_VIOLATED = "PGC3001";
    /// What Azure's service does not do although it was asked for.
    public static final String NOT_DONE_BY_AZURE = "PGC3002";
    /// Azure is not set up here, or where the target is was not said.
    public static final String AZURE_NOT_CONFIGURED = "PGC3003";
    /// Azure did not answer a question.
    public static final String AZURE_NOT_READ = "PGC3004";
    /// The identity of the service lacks a role in Azure.
    public static final String ROLE_ASSIGNMENT_MISSING = "PGC3005";

    /// The configuration does not allow this subscription or resource group.
    public static final String SCOPE_NOT_ALLOWED = "PGC3006";

    /// Azure has no such server.
    public static final String NO_SUCH_SERVER = "PGC3101";
    /// The server cannot be used now.
    public static final String SERVER_NOT_READY = "PGC3102";
    /// What the server is.
    public static final String SERVER_IS = "PGC3103";
    /// The server's storage is too small for the source.
    public static final String FEW_STORAGE = "PGC3104";
    /// What a parameter of the server is.
    public static final String PARAMETER_IS = "PGC3105";

    /// Another migration to this server is not over in Azure.
    public static final String MIGRATION_ACTIVE = "PGC3201";
    /// Azure has a migration of this name that is over.
    public static final String MIGRATION_NAME_USED = "PGC3202";

    private Codes() {}
}
