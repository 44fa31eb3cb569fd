/** Commits leads and quarantined requests in groups, and searches them. */
@NullMarked
package io.leadgate.persistence;

import org.jspecify.annotations.NullMarked;
