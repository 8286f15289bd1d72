package dev.sessionbeam.warehouse;

import java.util.regex.Pattern;

/** Turns Redshift's words that PostgreSQL lacks into PostgreSQL's. */
final class RedshiftDialect {
  /** Functions of Redshift. */
  static final String FUNCTIONS =
      """
      CREATE FUNCTION json_typeof(jsonb) RETURNS text AS 'SELECT jsonb_typeof($1)' LANGUAGE sql;
      CREATE FUNCTION json_serialize(jsonb) RETURNS text AS 'SELECT $1::text' LANGUAGE sql;
      CREATE FUNCTION is_bigint(jsonb) RETURNS boolean AS $$
        SELECT jsonb_typeof($1) = 'number' AND $1::numeric = trunc($1::numeric)
          AND $1::numeric BETWEEN -9223372036854775808 AND 9223372036854775807
      $$ LANGUAGE sql;
      CREATE FUNCTION try_timestamptz(given text) RETURNS timestamptz AS $$
      BEGIN
        RETURN given::timestamptz;
      EXCEPTION WHEN data_exception THEN
        RETURN NULL;
      END
      $$ LANGUAGE plpgsql;
      """;

  private static final Pattern INSIDE = Pattern.compile("f(\\.\"[^\"]+\")\\.\"([^\"]+)\"");
  private static final String UNNESTED = "FROM new_sessions AS s, s.replaces AS replaced";

  private RedshiftDialect() {}

  static String toPostgres(String sql) {
    String translated =
        sql.replaceAll(" DISTKEY \\(\\w+\\) SORTKEY \\(\\w+\\)", "")
            .replaceAll("\\bSUPER\\b", "JSONB")
            .replaceAll("SET enable_case_sensitive_super_attribute TO true", "SELECT 1")
            .replace(
                UNNESTED,
                "FROM new_sessions AS s CROSS JOIN LATERAL jsonb_array_elements_text(s.replaces)"
                    + " AS replaced");
    translated = INSIDE.matcher(translated).replaceAll("(f$1 -> '$2')");
    return translated
        .replaceAll(
            "CAST\\((f\\.\"[^\"]+\"|\\(f\\.[^)]+\\)) AS VARCHAR\\(65535\\)\\)", "($1 #>> '{}')")
        .replaceAll("TRY_CAST\\((.+?) AS TIMESTAMPTZ\\)", "try_timestamptz($1)");
  }
}
