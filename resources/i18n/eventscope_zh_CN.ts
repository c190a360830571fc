<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AdvancedTab</name>
    <message>
        <source>as the broker likes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive Maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages of QoS 1 and 2 that may be on their way to us at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum Packet Size, bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 MiB, our own limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic Alias Maximum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Response Information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request Problem Information</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Freeze</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stand still and look closer; everything is recorded meanwhile (F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save picture or data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>10 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 h</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last {span}, live ({key})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Textbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consumers with the textbook&apos;s figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Simple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consumers with the design article&apos;s five simple figures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Both</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article&apos;s figures beside the textbook&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Once more hides the table (C)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{start} to {end}, standing still. F or a double click: live again</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BrokerHeader</name>
    <message>
        <source>Embedded broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the embedded broker?</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) lose their connection.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) end,</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>with %n waiting message(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n retained message(s) are forgotten.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>For now all of this lives in memory only.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Brokers</name>
    <message>
        <source>Client ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version of MQTT</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Listener</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep Alive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connected for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offline, session for {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Receive Maximum {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Will on {topic}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages waiting, not yet sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent and not yet acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages sent since the broker started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The deepest the queue has been since it exists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory that waiting and unacknowledged messages take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age of the message that has waited longest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages given up; the reasons are on hover over the figure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Up for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Since the broker&apos;s process started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open connections; sessions without one are counted apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of all sessions, offline ones too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages queued for clients and shared groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained messages and the memory they take</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages that clients published, over the last second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages sent to clients, over the last second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages given up since the start, by reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the broker&apos;s process</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} + {offline} offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions, queues and retained messages live in memory for now: they end with the broker.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open without a password, on this machine only (loopback).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open to other machines at {address}; its users sign in with a password.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages waiting now. The bar compares it with the deepest that any queue has been.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Max. depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share per member</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which part of the group&apos;s messages each member got, since the broker started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shared group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>client</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‹empty›</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Age</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Expires in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{payload} of payload, {properties} of properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscription Identifier, which comes back with every message it matched</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retained only when new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no retained messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No Local</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retain As Published</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>BrokersPage</name>
    <message>
        <source>What lives in the broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded broker is not running. Clients connect to it on this machine once it is.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start the broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients, queues, subscriptions, retained messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: {list}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: stop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: disconnect the selected clients…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: clear the selected retained messages…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker: restore retained messages cleared last</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Show this chart alone</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} shallower queues are not drawn</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms, from the intended send time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency, heat map</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>share of messages per band</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>msg/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Integrity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages per 0.1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>% of the service rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Little&apos;s law</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the time a message was due to be sent to the time it arrived, of the messages that carry a stamp.
Percentiles of the last second, or of ten where one holds too few; none where those are too few as well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each column shows how the messages of its time spread over bands of latency, two to an octave.
The brighter, the greater the share; a single message can still be seen. Below zero: clock errors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages waiting in each queue. Exact ones are counted, estimated ones follow from sequence numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered: messages our subscriptions received; offered: messages our producers were due to send.
Broker in and out: what the embedded broker took and gave, whoever sent it. All over the last second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By sequence numbers of stamped messages, newly found in each interval.
A gap counts as lost after a grace time and is taken back when the message arrives late.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ρ = arrival rate ÷ the rate at which the consumers can work, as seen while something waited.
Above 100 % the queue grows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L = X · W. Measured: messages under way, from what went in and out. Predicted: rate × mean latency.
Where the two part while the system is steady, a measurement is wrong.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No queue can be seen yet: those of the embedded broker show here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing received yet: subscribe to a topic, or publish an event.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured: nothing waited yet, so nobody knows how fast consumers can be.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not measured yet: it takes ten seconds of stamped messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No stamped message yet: publish with the stamp switched on, or start the demo.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delivered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reordered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>predicted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>max</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>our intake</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>exact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>estimated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the client {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for the shared group {name} on {filter}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Received and not yet stored by Eventscope itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clock of this machine jumped by {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No connection: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hiccup {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This window was late {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>holds, gap {gap}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unstable: more comes in than goes out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a backlog drains</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suspect: steady, yet a gap of {gap}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few messages to tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartsPage</name>
    <message>
        <source>Picture (PNG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: last ten minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: last hour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: freeze or go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: back to live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: save as picture…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: save data as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts: show or hide the consumers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ClientsTab</name>
    <message>
        <source>Clients and sessions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clients that connect to the embedded broker show here, and sessions that wait for theirs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a client id, user or address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n offline session(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n client(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded broker closes their connections; most clients connect again by themselves.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that wait for sessions which end with the connection are lost.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComposerPanel</name>
    <message>
        <source>Publish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publish the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the repeated event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties of the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide the saved events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What you wrote before was replaced.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties {n}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>New connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>General</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last Will</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to {host}…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ConnectionsPanel</name>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New connection…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New connection (Ctrl+N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brokers that you connect to show here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connecting to {where}…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>reconnecting in {s} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disconnected · {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>certificate not verified · {where}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n client(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Client ID {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its subscriptions and its password are forgotten. Messages that are stored stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Consumers</name>
    <message>
        <source>Consumers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide the consumers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Each consumer of stamped messages shows here, with its latency since the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hover over a heading or a figure: how it is computed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic, for example orders/7/created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker keeps it and gives it to later subscribers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT 5 properties, latency stamp, seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publish</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>Hold</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on comparing with the same message while you choose others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose another message: it is compared with this one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since {time} {topic}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No difference {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First difference at byte {at}, too large to compare by line, {since}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changes {since}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Search saved events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events you save appear here, ready to be published again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save this event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleted {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another event has this name, or it is empty.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>That collection has an event of this name.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EventTree</name>
    <message>
        <source>Saved events</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FactsView</name>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT 5 properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stamp of Eventscope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DUP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic not valid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent by this workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Property bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload Format Indicator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message Expiry Interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic Alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscription Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not shown here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stream</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To be sent at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent at</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterBox</name>
    <message>
        <source>Filter messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter: topic, text, /regex/ or CEL, e.g. payload.total &gt; 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all messages again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent filters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What can be typed here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None yet: filters used with Enter are kept here</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FilterHelp</name>
    <message>
        <source>What the filter understands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words beside each other must all match. A - before a word turns it round.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text in topic or payload, upper or lower case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the same, with spaces and marks as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an MQTT topic filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a regular expression (RE2); i: upper or lower case</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>delivered with QoS 1 and retained; also dup:no</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>payload size in B, kB, KiB, MB, MiB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>latency in ns, us, ms, s; only stamped messages have one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>everything else</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a CEL expression over payload, topic, qos, retain, size, latency_ms</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>GeneralTab</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker.example, 192.0.2.7, or a whole address as in mqtts://host:8883</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty: one of our own that stays the same on this computer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Password</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep Alive, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 switches it off.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clean Start: forget what the broker kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session Expiry, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the broker keeps the session after we left.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Give up after, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect when the workspace opens</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter a host name or an address, without spaces or slashes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A client ID has at most 65,535 bytes and no NUL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clean Session: keep nothing there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mqtt · TCP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mqtts · TCP with TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ws · WebSocket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wss · WebSocket with TLS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in the key store of this system, never in the workspace file; for this session only where there is no key store.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fit all to their contents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns as at first</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeatKey</name>
    <message>
        <source>From few messages to most of them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>few</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>most</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HeatPlot</name>
    <message>
        <source>{n} · {share} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How figures are computed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Eventscope {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>publish what is in the composer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pause the message table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>back to the newest message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in the topic tree: clear retained messages, after a question</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on a topic: filter by it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages completed ÷ time observed; offered and delivered apart</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ρ = arrival rate ÷ service rate; above 1 the queue grows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>time received − time it was due to be sent, as percentiles, never as a mean</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages in − messages out − dropped, counted where it can be seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Little&apos;s law</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L = X · W: depth = throughput × time spent, in the same boundary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>service rate ÷ arrival rate = 1 ÷ ρ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>gaps in the sequence of a stream, after a grace time; late ones are taken back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>carries a ~ or a dashed line; what was not measured says so</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>HexView</name>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offset to go to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes {start} to {end} of {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>First steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A demo is running: orders flow through the broker inside.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Publish an event of your own</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect your own broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ctrl+Shift+P finds every command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the hints</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} more of these.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Names given twice: {n} (first “{detail}”). All are shown; most readers keep the last.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Numbers that programs would round: {n} (first {detail}). Shown as written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not JSON (RFC 8259): {detail}, {n} times. Other programs may refuse this payload.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half surrogate pairs: {n}. Many programs cannot read them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begins with a byte order mark, which JSON should not.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Views of the message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Diff</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a message in the table to see all of it: payload, properties, times.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the newest message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More to do with this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inspect the newest message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy payload, escaped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save payload to a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DUP</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON, too large to lay out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not UTF-8: other bytes as \xNN</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload copied.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload copied, escaped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic copied.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>More lines</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>Nothing matches.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} of {total} shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connections</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Composer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the next panel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the panel before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the composer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open or fold the inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Arrange panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put all panels back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide {panel}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessageTable</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>The topic is not valid in MQTT. It is shown and never published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent by this workspace.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retained: the broker had kept it before the subscription.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DUP: the sender says that it may have sent it before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Carries MQTT 5 properties; the inspector shows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{time}
Taken when the bytes were read from the socket, local time, to the microsecond.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time since the row above, by the wall clock: the machine was started anew in between.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time since the row above, by the monotonic clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
{n} bytes in all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
Holds hidden characters or bytes that are not UTF-8; they are shown as marks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} bytes of payload.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No latency: the message carries no stamp of Eventscope.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It seems to have arrived {time} before it was to be sent: the two clocks disagree. Such values are counted and kept out of the percentiles.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ns} ns from the intended send time to the arrival.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>
~ Measured between the wall clocks of two hosts: as exact as those agree.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no longer stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clock error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing stored yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} stored, all can be scrolled to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Paused: {n} newer stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{rate}, faster than the screen: pause to read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{found} found; older ones are left out, narrow the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{found} found among {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{scanned} of {n} looked at, {found} found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> · {n} payloads too large to decode, seen as text</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MessagesPanel</name>
    <message>
        <source>Messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freeze what is shown; everything is stored meanwhile (Space in the table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow newest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the newest message in sight (Esc in the table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the newest message and follow (Esc in the table)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages appear here as they arrive, newest at the bottom. Subscribe to a topic to see its messages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No stored message matches the filter. New ones that match will appear here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Space</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Esc</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause or resume the messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go to the oldest message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns of the messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This topic is not valid in MQTT, so no topic filter can name it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} newer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Name</name>
    <message>
        <source>Click or Space: show or hide this line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So far: {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Collection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Show notices</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s) since the start.</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Notices</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Enter a whole number from {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PairsEdit</name>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What would you like to do?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PayloadEdit</name>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pasted text is too long for the editor (limit 1 MiB). Save it and publish the file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PayloadField</name>
    <message>
        <source>File whose bytes are published</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File to publish</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PayloadView</name>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Laid out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>JSON with line breaks and indents; off: exactly as it came</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Next part</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes {start} to {end} of {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hidden characters shown as marks</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>long lines wrapped at {n}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How throughput, latency, queue length and scalability are computed; F1 lists the formulas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages are kept in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>as the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>textbook</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>simple</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>both</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties of the event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This connection speaks MQTT 3.1.1, which has no properties.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For example application/json</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>UTF-8 text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload Format Indicator</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message Expiry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seconds that a broker may keep it; empty: for ever</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic Alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only where the broker allows aliases</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency stamp</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add time and sequence number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>So that latency and loss can be measured: six user properties behind yours, about 180 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stamp in MQTT 3.1.1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put the stamp into the payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One line before your payload: receivers must know it. Off: no stamp, no latency.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Makes random values of the template the same in each run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT allows 65,535 bytes here; these are more.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>QueuesTab</name>
    <message>
        <source>Queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What waits for each client and each shared group of the embedded broker shows here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a client, group or filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) waiting, counted exactly</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReceiptView</name>
    <message>
        <source>Receipt</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The event published last, or the one that came back as the message above.
Times after the first count from the moment it was to leave, on the monotonic clock.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received by {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>intended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not at QoS 0</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RepeatRow</name>
    <message>
        <source>once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>n times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>every</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ms, in bursts of</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Milliseconds between two</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the milliseconds between two events, from 0.001 to a day.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Retained</name>
    <message>
        <source>The embedded broker retains nothing on {topic} or below it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Clear %n retained message(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>On {topic} and below it, in the embedded broker. New subscribers no longer get them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n retained message(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RetainedTab</name>
    <message>
        <source>Retained messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages published with Retain show here: the broker keeps the last one of each topic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Beginning of a topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear retained…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>looked up every {n} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} of {total} listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the first {n} of {total} listed: type the beginning of a topic for others</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Restore what was cleared last</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Clear %n retained message(s)?</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>New subscribers no longer get them. Clearing can be undone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear retained</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n retained message(s).</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RowMenu</name>
    <message>
        <source>Filter by this topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compose a copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy topic, escaped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy payload, escaped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as a JSON line</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine ended unexpectedly. It is being started again; stored messages are safe.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ended unexpectedly and was started again, with its broker and its connections.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine ended three times within half a minute. Details are in {file}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A mistake in Eventscope: {what}. What you were doing may not have happened.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Please report this text; it holds no messages of yours unless the error itself names one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Menu (F10)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences (Ctrl+,)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Page: {title}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Larger</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Usual size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the first steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Help: keys and formulas</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The topic holds hidden characters: {topic}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No preview: the template is larger than 16 KB. It is checked when it is published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is read when the event is published.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty payload; with Retain it clears the retained message.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview  {text}  · {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last: waiting to be sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last: sent in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last: acknowledged in {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last: {words}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, received by {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sent} of {total} sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{sent} sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>done: {text}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {n} skipped while the machine slept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, {n} failed: {words}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>window {ms} ms late at most</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages that our subscriptions received since the start.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is in the message log; all means: but for the last second at most.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the message table can show: everything that the log still keeps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The longest gap between two turns of this window&apos;s loop in ten seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU time of the engine in percent of one core, and its memory.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size of the message log and its limit; the oldest messages go first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>received {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>engine {cpu} % · {memory}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log {used} of {limit}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was dropped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed since it was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demo workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stored {n}, {waiting} waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shown all</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shown newest {n}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Streams</name>
    <message>
        <source>Received</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name}, the whole group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dup.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reord.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth X·W</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Depth meas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drains in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queue len.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Thr. rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scalability</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since the start, textbook definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since the start, the design article&apos;s simple definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>since the start; * by the design article&apos;s simple definitions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages this consumer received, copies too.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Gaps in the sequence, after a grace time; late arrivals are taken back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages whose sequence number had been received before.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First copies that arrived after a later number of the same stream.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>X = messages received ÷ time since the first one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ρ = offered rate ÷ processing rate, the latter of the seconds in which something waited.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>L = X · W: throughput × mean latency (Little&apos;s law).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean of the measured queue depth, once a second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 ÷ ρ: how many times the offered rate the consumers could take.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measured depth ÷ throughput: how long the backlog would take to go.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article: production rate ÷ processing rate.
It has no unit: it is the utilisation ρ. Above 1 the queue grows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article: production time − processing time, here with its sign put right.
Equal to our mean latency less the producer&apos;s delay in sending.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article: processing rate × latency.
Right only at saturation: it exceeds Little&apos;s X · W by 1 ÷ ρ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article&apos;s throughput rate: production rate ÷ queue length, in 1/s.
The inverse of the backlog&apos;s age; undefined for an empty queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The article: processing rate ÷ production rate.
It is the headroom 1 ÷ ρ.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency from the intended send time, since the start.
A percentile needs ten samples beyond it to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} stamped messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} with a clock error left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} measured between wall clocks, error {bound}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{received} messages, {delivered}; offered {offered}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{offered} ÷ {capacity}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{delivered} × {mean}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean depth {depth}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{capacity} ÷ {offered}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{depth} ÷ {delivered}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>mean latency {mean} − send lag {lag}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{capacity} × {latency}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{offered} ÷ {depth}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Close this notice</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscriptionDialog</name>
    <message>
        <source>Edit subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Alias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it is called here; the broker never sees it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leave out what this connection published itself</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keep the retain flag as it was sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A shared subscription cannot use No Local.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribe to everything?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker will send every message that it carries, and every retained message at once. On a busy broker that is much traffic for it, for the network and for this computer; the log keeps the newest {limit}. A narrower filter such as orders/# costs less.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared: each message goes to one member of the group {group} only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything but topics that begin with $.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ stands for one level, # for all that follow.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For a shared subscription write $share/group/filter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 · at most once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 · at least once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>2 · exactly once</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>send retained messages at each subscribe</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>only if the subscription is new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never send retained messages</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SubscriptionsPanel</name>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New subscription…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New subscription (Ctrl+Shift+N)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topic filters that you subscribe to show here. Nothing is subscribed unasked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused · {qos}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker refused it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waits for the connection · {qos}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>asked for · {qos}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>QoS {granted} granted, {asked} asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>shared group {name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removed the subscription {filter}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter messages by it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribe again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SubscriptionsTab</name>
    <message>
        <source>Subscriptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscriptions that clients made at the embedded broker show here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a filter or client id</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TlsTab</name>
    <message>
        <source>CA file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the authorities that this system trusts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PEM; only where the broker asks for one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Server name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: the host. It must be in the certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Protocols, separated by commas.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Verification</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accept any certificate until Eventscope ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whoever is on the way can then read and change everything. Never saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A key needs its certificate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TopicsPanel</name>
    <message>
        <source>{n} more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>‹empty›</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Double click or Enter shows more of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another topic beside this one looks the same.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>level {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Topics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Find a topic (Ctrl+Shift+F)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Part of a topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every topic that messages come on shows here, with its rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a subscription</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} more topics found no room here. The message log has them all.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) found</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>Filter messages by it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Subscribe…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy topic with escapes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as topic filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear retained messages…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TreeTab</name>
    <message>
        <source>JSON tree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Vitals</name>
    <message>
        <source>Throughput</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>msg/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delivered: messages that our subscriptions received, divided by the time.
Offered: messages that our own producers were due to send in the same time.
Both over the last second.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no connection yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>offered {rate}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>load {share} %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From the time a message was due to be sent to the time it arrived here, over the last {window} s.
Only messages that carry our stamp can be measured. A percentile needs enough samples to be shown.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured: no stamped messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{n} with a clock error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages that wait for a consumer: the sum over all queues that can be seen.
Exact for the embedded broker and our own intake; an estimate carries a ~.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>messages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not measured: no queue can be seen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>oldest {age}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>dropped {n}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Integrity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the sequence numbers of stamped messages: sent = received once + lost + still outstanding.
A gap counts as lost after a grace time and is taken back when the message arrives late.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{duplicates} duplicated · {reordered} reordered</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WebSocketTab</name>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Most brokers listen on /mqtt.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Headers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A path begins with / and has no spaces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A header needs a name, and no line breaks.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WillTab</name>
    <message>
        <source>Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: no last will.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retain</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker keeps it for later subscribers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MQTT 5 only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Will Delay, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Payload Format</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not said</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bytes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message Expiry, s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>never</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Correlation Data, hex</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A last will has at most 65,535 bytes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter pairs of the digits 0 to 9 and a to f, as in 0a ff.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>WorkspaceDialog</name>
    <message>
        <source>Workspace settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log keeps at most, MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The oldest messages go first. What goes is counted, never silent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log keeps for, days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1883 or next</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Of the embedded broker, on this computer only. Empty: 1883 or the next free one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>WebSocket port</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Empty: no WebSocket.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Broker file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>TLS, users, access rules and other addresses stand in a file of their own; it overrules the ports.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in {path}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>New workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New workspace with the demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace settings…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save workspace as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The workspace has changed since it was saved.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on without saving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspaces (*{suffix})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Open {panel}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fold {panel}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>alias-unsupported</source>
        <extracomment>This broker takes no topic aliases. Publish without.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-choice</source>
        <extracomment>{where}: {value!r} is none of {listed}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-period</source>
        <extracomment>The time between two events must be more than 0 ms.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-port</source>
        <extracomment>A port is 1 to 65535, not {port}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-qos</source>
        <extracomment>QoS is 0, 1 or 2, not {qos}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-repeat</source>
        <extracomment>Repeat is 0 or more, burst 1 to {most}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-value</source>
        <extracomment>{where} is not base64. | {where} should be {wanted}. | {where}: {count} values are needed.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-bad-certificate</source>
        <extracomment>The certificate {certificate} and the key {key} cannot be used: {words}. Both must be PEM, belong together, and the key must have no pass phrase.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-bad-client-ca</source>
        <extracomment>The client-ca {file} cannot be used: {words}. It must be a PEM file of CA certificates.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-cannot-listen</source>
        <extracomment>The broker cannot listen on {address} port {port}: {words}. Check the address and the rights for that port.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-died</source>
        <extracomment>The embedded broker ended: {words} It is started again in {seconds} s.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-died-early</source>
        <extracomment>The embedded broker ended as it began: {words}</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-down</source>
        <extracomment>The embedded broker does not start: {words} It is tried again in {seconds} s. | The embedded broker is not running. Start it first.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-failure</source>
        <extracomment>The broker has a fault: {what} failed with {error}. Only that was closed; its log has the details.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-file</source>
        <extracomment>In the broker&apos;s file, {place} {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-file-toml</source>
        <extracomment>The broker&apos;s file is no valid TOML: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-gone</source>
        <extracomment>The embedded broker does not answer. Start it again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-no-certificate</source>
        <extracomment>The listener {kind} needs a certificate and a key: name both PEM files in the broker&apos;s file.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-no-client-ca</source>
        <extracomment>The listener {kind} requires client certificates but names no client-ca to check them against.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-no-file</source>
        <extracomment>The broker&apos;s file names {file}, which is not there.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-open-address</source>
        <extracomment>The broker does not listen on {address} without users: anybody on that network could read and write everything. Add users to its file (eventscope broker hash), or listen on 127.0.0.1.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-port-taken</source>
        <extracomment>Port {port} on {address} is taken by another program. Stop that, or choose another port (0 takes any free one).</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>broker-take-over-war</source>
        <extracomment>Two clients fight for the client id {client}: {old} and {new} threw each other out three times in ten seconds. Give each of them an id of its own.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot-read</source>
        <extracomment>The broker&apos;s file {path} could not be read: {words}. Choose another in the workspace. | {path} could not be read: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cannot-write</source>
        <extracomment>{path} could not be written: {words}. Save it somewhere else.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>clock-jump</source>
        <extracomment>The system&apos;s clock jumped by {ms} ms. Times shown moved with it; durations did not.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>compose-large</source>
        <extracomment>The payload has {size} bytes; up to {limit} can be edited. Save it and publish the file.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection-lost</source>
        <extracomment>The connection broke ({error}). It is tried again by itself. | The connection broke before this event left. QoS 1 and 2 would be sent again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>curves-capped</source>
        <extracomment>{count} queues have no curve of their own, because the charts keep 400 at most. Their depths are in the list of queues.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>demo-needs-mqtt</source>
        <extracomment>The demo needs a listener of kind mqtt; the broker&apos;s file has none.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disconnected</source>
        <extracomment>{name} is disconnected. Connect it first.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>engine-bug</source>
        <extracomment>The engine failed at {verb}: {words}. Please report it; details are in the log file. | {name} failed: {words}. Please report it; details are in {file}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>engine-gone</source>
        <extracomment>The engine ended. It is being started again; try once more in a moment.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file-damaged</source>
        <extracomment>{file} could not be used: {words} It was renamed to {aside}; defaults are in use.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file-format</source>
        <extracomment>The {where} file has format {number}; this program reads format 1. Update Eventscope to open it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-cel</source>
        <extracomment>The expression has a mistake at position {position}: {words}. It looks like this: payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;). To search for these characters, put them in quotes.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-character</source>
        <extracomment>The character at position {position} is half a surrogate pair, which no message can carry. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-choice</source>
        <extracomment>At position {position}, {name}: may be followed by {choices}, not {value}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-expression-long</source>
        <extracomment>The expression is too long: at most {longest} characters and {nested} brackets inside each other.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-hash</source>
        <extracomment>In the filter {filter}, # may only stand alone at the end, as in orders/#.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} is not base64.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Disconnected on purpose.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Granted with QoS 0.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Granted with QoS 1.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Granted with QoS 2.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-ca-file</source>
        <extracomment>The CA file {file} cannot be used: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-client-certificate</source>
        <extracomment>The client certificate {file} cannot be used: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-duration</source>
        <extracomment>{text!r} is no duration. Write a number with us, ms, s, m or h, as in 10ms or 1.5s.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-settings</source>
        <extracomment>This connection cannot be opened as it is set: {error}. Correct it in the connection&apos;s dialog.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bad-topic</source>
        <extracomment>{messages} messages came with a topic that is no valid topic name: {topic}. They are kept byte for byte and marked.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where} should be {wanted}.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{where}: {count} values are needed.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded broker does not start: {words} It is tried again in {seconds} s.</source>
        <extracomment>one sentence of broker-down</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The embedded broker is not running. Start it first.</source>
        <extracomment>one sentence of broker-down</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker&apos;s file {path} could not be read: {words}. Choose another in the workspace.</source>
        <extracomment>one sentence of cannot-read</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be read: {words}.</source>
        <extracomment>one sentence of cannot-read</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed</source>
        <extracomment>The broker closed the connection without a reason. Its log may say why.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed-early</source>
        <extracomment>{host}:{port} closed the connection before it answered. Check that the port fits the scheme (mqtt, mqtts, ws or wss), the MQTT version, and whether the broker accepts this client.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke ({error}). It is tried again by itself.</source>
        <extracomment>one sentence of connection-lost</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke before this event left. QoS 1 and 2 would be sent again.</source>
        <extracomment>one sentence of connection-lost</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection-refused</source>
        <extracomment>Nothing accepts connections at {host}:{port}. Check the port, and whether the broker runs.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disconnected-by-broker</source>
        <extracomment>The broker ended the connection: {reason_words}</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine failed at {verb}: {words}. Please report it; details are in the log file.</source>
        <extracomment>one sentence of engine-bug</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} failed: {words}. Please report it; details are in {file}.</source>
        <extracomment>one sentence of engine-bug</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fault</source>
        <extracomment>A fault of Eventscope ended the connection: {error}. It is tried again; please report this. | A fault of Eventscope ended the connection: {error}. Please report this.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fault of Eventscope ended the connection: {error}. It is tried again; please report this.</source>
        <extracomment>one sentence of fault</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A fault of Eventscope ended the connection: {error}. Please report this.</source>
        <extracomment>one sentence of fault</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file-missing</source>
        <extracomment>Choose the file whose bytes are to be published.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>file-too-large</source>
        <extracomment>The {where} file is larger than 5 MiB; it is not one of ours. | {path} is larger than 1 MiB; it is no broker file. | {path} is larger than 5 MiB; it is not one of ours.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {where} file is larger than 5 MiB; it is not one of ours.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is larger than 1 MiB; it is no broker file.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is larger than 5 MiB; it is not one of ours.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-empty</source>
        <extracomment>The filter is empty. Enter at least one character. | The quotes at position {position} are empty. Write text between them.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filter is empty. Enter at least one character.</source>
        <extracomment>one sentence of filter-empty</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The quotes at position {position} are empty. Write text between them.</source>
        <extracomment>one sentence of filter-empty</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-long</source>
        <extracomment>The filter has {size} bytes; MQTT allows {longest}. Shorten it. | The filter is longer than {longest} characters. Shorten it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filter has {size} bytes; MQTT allows {longest}. Shorten it.</source>
        <extracomment>one sentence of filter-long</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The filter is longer than {longest} characters. Shorten it.</source>
        <extracomment>one sentence of filter-long</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-name</source>
        <extracomment>A message has no {name}. The names are {names}; to search for text, put it in quotes.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-nested</source>
        <extracomment>{name} stands inside another comprehension, whose cost has no bound. Write them one after the other, or filter for something else first.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-no-answer</source>
        <extracomment>The expression gives {answer}, not yes or no. Compare it with something, as in size &gt; 100.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-nul</source>
        <extracomment>The filter contains the character U+0000. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-number</source>
        <extracomment>At position {position}, {name} needs a number with a unit such as {units}, not {value}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-plus</source>
        <extracomment>In the filter {filter}, + must fill a whole level, as in orders/+/state.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-quote</source>
        <extracomment>The quote at position {position} has no partner at the end of a word. Close it, or put  before quotes that belong to the text and quotes around all of it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-regex</source>
        <extracomment>The regular expression at position {position} cannot be used: {words}. RE2 knows no look-around, back-references or repeats above 1000.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-share</source>
        <extracomment>The shared subscription {filter} needs a group name without + or # and a filter, as in $share/group/orders/#.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-surrogate</source>
        <extracomment>The filter contains half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-topic</source>
        <extracomment>At position {position}: {words}</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>filter-words</source>
        <extracomment>The filter has more than {most} words. Quote those that belong together.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>folder-read-only</source>
        <extracomment>Changes to workspace and preferences cannot be kept in {folder}: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>handler-failed</source>
        <extracomment>A part of Eventscope failed while it handled news of this connection ({handler}: {error}). The connection goes on; please report this.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hex-offset</source>
        <extracomment>“{given}” is no offset. Type a number such as 4096 or 0x1000.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>hex-offset-range</source>
        <extracomment>The payload ends at byte {last}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-after-end</source>
        <extracomment>Line {line}, column {column}: the value is complete, but more text follows.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-constant</source>
        <extracomment>Line {line}, column {column}: {found} is not JSON (RFC 8259).</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-control</source>
        <extracomment>Line {line}, column {column}: a control character in a string; write a line break as 
.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-depth</source>
        <extracomment>Line {line}, column {column}: nested more than {limit} deep; shown as text only.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-ends</source>
        <extracomment>Line {line}, column {column}: the text ends before the value does.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-escape</source>
        <extracomment>Line {line}, column {column}: “{found}” is no escape of JSON.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-open-string</source>
        <extracomment>Line {line}, column {column}: this string has no closing quote.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-size</source>
        <extracomment>{size} MiB is too large to read as JSON here (limit {limit} MiB). It is shown as text, page by page.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-tokens</source>
        <extracomment>Line {line}, column {column}: more than {limit} tokens; shown as text only.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-too-deep</source>
        <extracomment>The JSON is nested too deep to be checked; send it as text.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-trailing-comma</source>
        <extracomment>Line {line}, column {column}: JSON allows no comma before “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-utf8</source>
        <extracomment>No JSON: byte {at} is not UTF-8.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-colon</source>
        <extracomment>Line {line}, column {column}: a colon expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-first</source>
        <extracomment>Line {line}, column {column}: a value or “]” expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-first-key</source>
        <extracomment>Line {line}, column {column}: a name in double quotes or a closing brace expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-key</source>
        <extracomment>Line {line}, column {column}: a name in double quotes expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-more-names</source>
        <extracomment>Line {line}, column {column}: a comma or a closing brace expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-more-values</source>
        <extracomment>Line {line}, column {column}: a comma or “]” expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wants-value</source>
        <extracomment>Line {line}, column {column}: a value expected, not “{found}”.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>json-wrong</source>
        <extracomment>The payload is not JSON: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>key-missing</source>
        <extracomment>{where}: {keys} is missing.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-block-damaged</source>
        <extracomment>A part of the message log {name} is damaged ({words}); the messages in it are left out.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-bug</source>
        <extracomment>The message log has stopped because of a fault in Eventscope; details are in its log file. | {count} messages could not be stored because of a fault in Eventscope ({words}). Please report it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The message log has stopped because of a fault in Eventscope; details are in its log file.</source>
        <extracomment>one sentence of log-bug</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} messages could not be stored because of a fault in Eventscope ({words}). Please report it.</source>
        <extracomment>one sentence of log-bug</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-damaged</source>
        <extracomment>The message log {name} cannot be read ({words}) and is left out. It is kept as {aside}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-in-use</source>
        <extracomment>Another Eventscope keeps its messages in {folder}. This one keeps its own in a temporary folder until it ends; close the other one first to have them kept.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-read-only</source>
        <extracomment>Messages cannot be kept in {folder} ({words}). They are kept in a temporary folder until Eventscope ends; make that folder writable, or choose another, and start again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-resumed</source>
        <extracomment>Messages are stored again; {count} with QoS 0 were dropped meanwhile.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log-unreadable</source>
        <extracomment>The message log cannot be read at the moment ({words}). Look at the disk; try again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>message-gone</source>
        <extracomment>Message {id} is no longer stored: the log&apos;s limit was reached.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>needs-mqtt5</source>
        <extracomment>Event properties need MQTT 5; this connection uses 3.1.1. Remove them or change the version.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no-connection</source>
        <extracomment>There is no connection {name!r} in this workspace.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no-host</source>
        <extracomment>{name} has no host. Enter a name or an address.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no-key-store</source>
        <extracomment>This system has no key store that Eventscope trusts: the password is kept until Eventscope ends.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not-a-file</source>
        <extracomment>{path} is not a file. Choose one with the event&apos;s bytes.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not-connected</source>
        <extracomment>The connection is down. Connect first; QoS 1 and 2 would wait for it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not-stored</source>
        <extracomment>Messages could not be stored and wait at the broker. The connection is renewed so that they come again. | {messages} messages could not be stored ({error}). They are not acknowledged, so the broker sends those of QoS 1 and 2 again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Messages could not be stored and wait at the broker. The connection is renewed so that they come again.</source>
        <extracomment>one sentence of not-stored</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{messages} messages could not be stored ({error}). They are not acknowledged, so the broker sends those of QoS 1 and 2 again.</source>
        <extracomment>one sentence of not-stored</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not-text</source>
        <extracomment>{path} is not a text file.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not-toml</source>
        <extracomment>The {where} file is not valid TOML: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other-instance</source>
        <extracomment>Another Eventscope is open, so changes to workspace and preferences are not kept in this one.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>packet-id-reused</source>
        <extracomment>The broker used packet id {packet} again before it was acknowledged. The message was taken.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>payload-kind</source>
        <extracomment>A payload of kind {kind!r} cannot be made from a text.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>payload-too-large</source>
        <extracomment>The payload has {size} bytes; at most {limit} are sent. Make it smaller.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>payload-wrong</source>
        <extracomment>{kind}, line {line}, column {column}: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>perhaps-takeover-war</source>
        <extracomment>The broker closed the connection {count} times within {seconds} s without a reason. Often another client uses the client id {client} too; else see the broker&apos;s log.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>properties-need-v5</source>
        <extracomment>{name} speaks MQTT 3.1.1, which carries no properties. Clear them, or connect with MQTT 5.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>property-nul</source>
        <extracomment>A property contains the character U+0000, which MQTT forbids. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>protocol-error</source>
        <extracomment>The broker broke a rule of MQTT: {fault}. | The broker broke a rule of MQTT: {fault}. The connection was closed with reason {reason}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker broke a rule of MQTT: {fault}.</source>
        <extracomment>one sentence of protocol-error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The broker broke a rule of MQTT: {fault}. The connection was closed with reason {reason}.</source>
        <extracomment>one sentence of protocol-error</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refused</source>
        <extracomment>{reason_words}</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save-exists</source>
        <extracomment>{name} exists already. Choose another name.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>save-failed</source>
        <extracomment>{name} could not be written: {words}. Choose another folder.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>text-surrogate</source>
        <extracomment>A text holds half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout-connack</source>
        <extracomment>{host}:{port} accepts connections but did not answer MQTT within {seconds} s. Check that the port fits the scheme (mqtt, mqtts, ws or wss).</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout-connect</source>
        <extracomment>{host}:{port} did not answer within {seconds} s. Check address, port and firewall.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout-resolve</source>
        <extracomment>The name {host} was not found within {seconds} s. Check your network and its name servers.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout-tls</source>
        <extracomment>{host}:{port} did not finish the TLS handshake within {seconds} s. Is this the TLS port?</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>timeout-websocket</source>
        <extracomment>{host}:{port} did not answer the WebSocket handshake within {seconds} s. Check the port.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-bad-certificate</source>
        <extracomment>The certificate of {host} is not accepted: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-client-refused</source>
        <extracomment>{host} did not accept our client certificate ({error}). Choose a certificate and key that the broker knows.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-expired</source>
        <extracomment>The certificate of {host} has expired. Whoever runs the broker must renew it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-failed</source>
        <extracomment>TLS with {host}:{port} failed: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-none</source>
        <extracomment>{host}:{port} does not speak TLS. Choose mqtt or ws, or the port for TLS.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-not-yet-valid</source>
        <extracomment>The certificate of {host} is not valid yet. Check the clock of this computer.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-revoked</source>
        <extracomment>The certificate of {host} was revoked. Do not send anything there; ask who runs the broker.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-self-signed</source>
        <extracomment>The certificate of {host} is self-signed, so nobody vouches for it. If you trust it, choose it as CA file.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-too-old</source>
        <extracomment>{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The broker needs an update.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-unknown-ca</source>
        <extracomment>The certificate of {host} was issued by an authority that is not trusted here. Choose the right CA file.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tls-wrong-host</source>
        <extracomment>The certificate belongs to another name than {name}. Use the name in the certificate, or set the server name.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>websocket-closed</source>
        <extracomment>The broker closed the WebSocket with code {status}: {error}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>websocket-none</source>
        <extracomment>{host}:{port} does not speak WebSocket ({error}). Check port and path.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>websocket-refused</source>
        <extracomment>{host}:{port} refused the WebSocket with HTTP status {status}. Check path, headers and access.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>wrong-answer</source>
        <extracomment>The broker answered packet {packet} with {type}, which does not belong there. It was ignored.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>qos-unsupported</source>
        <extracomment>Event properties need MQTT 5; this connection uses 3.1.1. Remove them or change the version.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>server-keep-alive</source>
        <extracomment>must be a number of seconds from 1 to 65535</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>session-lost</source>
        <extracomment>The broker forgot the session. {messages} events that it had not acknowledged are sent anew; some may arrive twice.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>silent</source>
        <extracomment>The broker was silent for {seconds} s although asked. The connection is given up and tried again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stalled-packet</source>
        <extracomment>The broker began a packet and sent nothing more for {seconds} s. The connection is tried again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stamp-failed</source>
        <extracomment>An event left without its latency stamp ({error}). Please report this.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>suback-count</source>
        <extracomment>The broker answered {answers} of {filters} filters in one SUBACK. What it did not answer counts as refused.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>takeover-war</source>
        <extracomment>Another client uses the client id {client} too: the two disconnected each other {count} times within {seconds} s. Give each its own client id. The next try waits.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>template-wrong</source>
        <extracomment>Template, line {line}: {words}.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topic-empty</source>
        <extracomment>The topic is empty. Enter at least one character.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topic-long</source>
        <extracomment>The topic has {size} bytes; MQTT allows {longest}. Shorten it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topic-nul</source>
        <extracomment>The topic contains the character U+0000. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topic-surrogate</source>
        <extracomment>The topic contains half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topic-wildcard</source>
        <extracomment>The topic {topic} contains + or #, which only filters may. Publish to one exact topic.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>topics-capped</source>
        <extracomment>There are more topics than the tree can hold ({count}). Further ones are stored and counted, but not listed: find them with a filter, or subscribe to less.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unclean-end</source>
        <extracomment>Eventscope did not end in order last time. Everything that was stored then is here.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown-alias</source>
        <extracomment>The topic is empty and its alias stands for nothing yet. Name the topic once.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown-host</source>
        <extracomment>The name {host} cannot be found. Check its spelling and your network; some names need a VPN.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown-key</source>
        <extracomment>{where}: unknown key {key!r}. {hint}</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown-packet-id</source>
        <extracomment>The broker sent {type} for packet {packet}, which is not known here. After a reconnect this is harmless.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unreachable</source>
        <extracomment>There is no way to {host}:{port} ({error}). Check your network, VPN and firewall.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>view-gone</source>
        <extracomment>This filter is no longer open. Enter it again.</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>view-many</source>
        <extracomment>{most} filters are open already. Close one first.</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
