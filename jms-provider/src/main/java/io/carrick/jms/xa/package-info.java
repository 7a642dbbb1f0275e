/** What transaction managers need of the provider besides the interfaces of Jakarta Messaging and JTA: recovery. */
package io.carrick.jms.xa;
