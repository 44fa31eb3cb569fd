/** The snapshot of campaigns and credentials that every node holds, and how it stays fresh. */
@NullMarked
package io.leadgate.catalog;

import org.jspecify.annotations.NullMarked;
