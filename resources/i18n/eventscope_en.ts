<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
    <context>
        <name>BrokerHeader</name>
        <message numerus="yes">
            <source>%n client(s) lose their connection.</source>
            <translation>
                <numerusform>%n client lose their connection.</numerusform>
                <numerusform>%n clients lose their connection.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n session(s) end,</source>
            <translation>
                <numerusform>%n session end,</numerusform>
                <numerusform>%n sessions end,</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>with %n waiting message(s).</source>
            <translation>
                <numerusform>with %n waiting message.</numerusform>
                <numerusform>with %n waiting messages.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n retained message(s) are forgotten.</source>
            <translation>
                <numerusform>%n retained message are forgotten.</numerusform>
                <numerusform>%n retained messages are forgotten.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ClientsTab</name>
        <message numerus="yes">
            <source>%n offline session(s)</source>
            <translation>
                <numerusform>%n offline session</numerusform>
                <numerusform>%n offline sessions</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Disconnect %n client(s)?</source>
            <translation>
                <numerusform>Disconnect %n client?</numerusform>
                <numerusform>Disconnect %n clients?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n message(s) that wait for sessions which end with the connection are lost.</source>
            <translation>
                <numerusform>%n message that wait for sessions which end with the connection are lost.</numerusform>
                <numerusform>%n messages that wait for sessions which end with the connection are lost.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConnectionsPanel</name>
        <message numerus="yes">
            <source>%n client(s)</source>
            <translation>
                <numerusform>%n client</numerusform>
                <numerusform>%n clients</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>joins %n connection(s)</source>
            <translation>
                <numerusform>joins %n connection</numerusform>
                <numerusform>joins %n connections</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ConsumersPanel</name>
        <message numerus="yes">
            <source>%n message(s) pulled and acknowledged. The last one:</source>
            <translation>
                <numerusform>%n message pulled and acknowledged. The last one:</numerusform>
                <numerusform>%n messages pulled and acknowledged. The last one:</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Control</name>
        <message numerus="yes">
            <source>Stop {name} while %n message(s) wait?</source>
            <translation>
                <numerusform>Stop {name} while %n message wait?</numerusform>
                <numerusform>Stop {name} while %n messages wait?</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DeadTab</name>
        <message numerus="yes">
            <source>Replay %n dead letter(s)?</source>
            <translation>
                <numerusform>Replay %n dead letter?</numerusform>
                <numerusform>Replay %n dead letters?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Throw %n dead letter(s) away for good?</source>
            <translation>
                <numerusform>Throw %n dead letter away for good?</numerusform>
                <numerusform>Throw %n dead letters away for good?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n dead letter(s) exported.</source>
            <translation>
                <numerusform>%n dead letter exported.</numerusform>
                <numerusform>%n dead letters exported.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DryRunTab</name>
        <message numerus="yes">
            <source>%n message(s)</source>
            <translation>
                <numerusform>%n message</numerusform>
                <numerusform>%n messages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n would leave</source>
            <translation>
                <numerusform>%n would leave</numerusform>
                <numerusform>%n would leave</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n it does not take</source>
            <translation>
                <numerusform>%n it does not take</numerusform>
                <numerusform>%n it does not take</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n would become a dead letter</source>
            <translation>
                <numerusform>%n would become a dead letter</numerusform>
                <numerusform>%n would become a dead letter</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HopsView</name>
        <message numerus="yes">
            <source>%n bridge(s) crossed.</source>
            <translation>
                <numerusform>%n bridge crossed.</numerusform>
                <numerusform>%n bridges crossed.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>KafkaSection</name>
        <message numerus="yes">
            <source>%n node(s)</source>
            <translation>
                <numerusform>%n node</numerusform>
                <numerusform>%n nodes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Notices</name>
        <message numerus="yes">
            <source>%n notice(s) since the start.</source>
            <translation>
                <numerusform>%n notice since the start.</numerusform>
                <numerusform>%n notices since the start.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>OffsetsDialog</name>
        <message numerus="yes">
            <source>%n partition(s) move</source>
            <translation>
                <numerusform>%n partition move</numerusform>
                <numerusform>%n partitions move</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n partition(s) had no offset</source>
            <translation>
                <numerusform>%n partition had no offset</numerusform>
                <numerusform>%n partitions had no offset</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>QueuesTab</name>
        <message numerus="yes">
            <source>%n message(s) waiting, counted exactly</source>
            <translation>
                <numerusform>%n message waiting, counted exactly</numerusform>
                <numerusform>%n messages waiting, counted exactly</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Retained</name>
        <message numerus="yes">
            <source>Clear %n retained message(s)?</source>
            <translation>
                <numerusform>Clear %n retained message?</numerusform>
                <numerusform>Clear %n retained messages?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cleared %n retained message(s).</source>
            <translation>
                <numerusform>Cleared %n retained message.</numerusform>
                <numerusform>Cleared %n retained messages.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>RetainedTab</name>
        <message numerus="yes">
            <source>Clear %n retained message(s)?</source>
            <translation>
                <numerusform>Clear %n retained message?</numerusform>
                <numerusform>Clear %n retained messages?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cleared %n retained message(s).</source>
            <translation>
                <numerusform>Cleared %n retained message.</numerusform>
                <numerusform>Cleared %n retained messages.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Strip</name>
        <message numerus="yes">
            <source>%n more</source>
            <translation>
                <numerusform>%n more</numerusform>
                <numerusform>%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SubscriptionsPanel</name>
        <message numerus="yes">
            <source>%n member(s)</source>
            <translation>
                <numerusform>%n member</numerusform>
                <numerusform>%n members</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>TopicsPanel</name>
        <message numerus="yes">
            <source>%n topic(s) found so far</source>
            <translation>
                <numerusform>%n topic found so far</numerusform>
                <numerusform>%n topics found so far</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n topic(s) found</source>
            <translation>
                <numerusform>%n topic found</numerusform>
                <numerusform>%n topics found</numerusform>
            </translation>
        </message>
    </context>
</TS>
