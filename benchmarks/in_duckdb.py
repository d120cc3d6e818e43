"""The machine controls' rules as one DuckDB query each, giving the same units with the same measures."""

# The day to which the cases' times are counted is benchmarks.payments.AS_OF.
# Every payment with its state: 0 stands, 1 apart, 2 can't be judged. Reversals are paired as the controls pair them.
PREPARED = """
CREATE TABLE ready AS
WITH rows AS (
    SELECT unit_id, nullif(arende_id, -1) AS arende_id, nullif(beslut_id, -1) AS beslut_id, konto_hash, attestant_id,
           beslutsfattare_id, period, andamal, belopp, beslutat_belopp, utbetalningsdatum, avslutsdatum, mottagartyp,
           CASE WHEN status = 2 OR (status = 1 AND belopp >= 0) THEN 1 ELSE 0 END AS apart
    FROM payments),
turns AS (
    SELECT unit_id, belopp < 0 AS back, arende_id, period, andamal, abs(belopp) AS size,
           row_number() OVER (PARTITION BY arende_id, period, andamal, abs(belopp), belopp < 0 ORDER BY unit_id) AS turn
    FROM rows WHERE apart = 0 AND arende_id IN (SELECT arende_id FROM rows WHERE belopp < 0 AND apart = 0)),
pairs AS (
    SELECT a.unit_id AS back, b.unit_id AS original
    FROM turns a JOIN turns b USING (arende_id, period, andamal, size, turn) WHERE a.back AND NOT b.back),
gone AS (SELECT back AS unit_id FROM pairs UNION ALL SELECT original FROM pairs)
SELECT rows.*, CASE WHEN apart = 1 OR gone.unit_id IS NOT NULL THEN 1 WHEN belopp < 0 THEN 2 ELSE 0 END AS lage
FROM rows LEFT JOIN gone ON gone.unit_id = rows.unit_id
"""

QUERIES = {
    "utan_beslut": "SELECT unit_id, belopp FROM ready WHERE lage = 0 AND beslut_id IS NULL",
    "over_beslutat": """
        WITH sound AS (
            SELECT beslut_id, any_value(beslutat_belopp) AS decided FROM ready WHERE beslut_id IS NOT NULL
            GROUP BY beslut_id HAVING count(DISTINCT beslutat_belopp) = 1 AND count(*) FILTER (WHERE lage = 2) = 0),
        so_far AS (
            SELECT unit_id, decided, sum(belopp) OVER (
                PARTITION BY beslut_id ORDER BY utbetalningsdatum, unit_id ROWS UNBOUNDED PRECEDING) AS paid
            FROM ready JOIN sound USING (beslut_id) WHERE lage = 0)
        SELECT unit_id, paid - decided FROM so_far WHERE paid > decided""",
    "dubblett": """
        SELECT unit_id, belopp FROM ready
        WHERE lage = 0 AND arende_id IS NOT NULL AND belopp >= 10000
        QUALIFY row_number() OVER (PARTITION BY arende_id, period, andamal, belopp ORDER BY unit_id) > 1""",
    "efter_avslut": """
        SELECT unit_id, date_diff('day', avslutsdatum, utbetalningsdatum) AS days
        FROM ready WHERE lage = 0 AND days > 0""",
    "delat_konto": """
        WITH few AS (SELECT * FROM ready WHERE lage = 0 AND mottagartyp = 0 AND arende_id IS NOT NULL),
        shared AS (
            SELECT konto_hash, count(DISTINCT arende_id) AS households
            FROM few GROUP BY konto_hash HAVING households > 1)
        SELECT unit_id, households FROM few JOIN shared USING (konto_hash)""",
    "egen_attest": "SELECT unit_id, belopp FROM ready WHERE lage = 0 AND attestant_id = beslutsfattare_id",
    "sent_beslut": """
        SELECT unit_id, date_diff('day', komplett_datum, beslutsdatum) AS days
        FROM cases WHERE days > 14""",
    "sent_besok": """
        SELECT unit_id, date_diff('day', aktualiseringsdatum, forsta_besok) AS days
        FROM cases WHERE days > 14""",
    "utan_plan": """
        SELECT unit_id,
               date_diff('day', andra_besok, coalesce(arbetsplan_datum, TIMESTAMP '2026-12-31')) AS days
        FROM cases WHERE days > 0""",
    "journaluppehall": """
        SELECT unit_id, date_diff('day', senaste_journal,
               least(coalesce(avslutsdatum, TIMESTAMP '2026-12-31'), TIMESTAMP '2026-12-31')) AS days
        FROM cases WHERE days > 60""",
    "utan_omprovning": """
        SELECT unit_id, bistand_manader FROM cases
        WHERE bistand_manader > 10 AND (avslutsdatum IS NULL OR avslutsdatum > TIMESTAMP '2026-12-31')
          AND (senaste_omprovning IS NULL OR senaste_omprovning < TIMESTAMP '2026-12-31' - INTERVAL 10 MONTH)""",
}  # fmt: skip
