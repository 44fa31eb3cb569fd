/** The connections to Postgres, their deadlines and their failures. */
@NullMarked
package io.leadgate.postgres;

import org.jspecify.annotations.NullMarked;
