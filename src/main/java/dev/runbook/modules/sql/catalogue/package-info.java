/**
 * The catalogue of a PostgreSQL database as values. Read {@link dev.runbook.modules.sql.catalogue.CatalogueReader} first.
 */
@NullMarked
package dev.runbook.modules.sql.catalogue;

import org.jspecify.annotations.NullMarked;
