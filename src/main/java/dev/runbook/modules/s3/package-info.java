/**
 * Copies objects from bucket to bucket: listings in, copies and deletions out. Read {@link dev.runbook.modules.s3.S3Sync}
 * first, then {@link dev.runbook.modules.s3.ListingMerge}.
 */
@NullMarked
package dev.runbook.modules.s3;

import org.jspecify.annotations.NullMarked;
