/**
 * Inventory files in; accounts, groups and pairs with their layers of variables out. Read
 * {@link dev.runbook.inventory.Inventory} first.
 */
@NullMarked
package dev.runbook.inventory;

import org.jspecify.annotations.NullMarked;
