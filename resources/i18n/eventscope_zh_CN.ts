<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AdvancedTab</name>
    <message>
        <source>as the broker likes</source>
        <translation>由代理决定</translation>
    </message>
    <message>
        <source>Receive Maximum</source>
        <translation>接收最大值</translation>
    </message>
    <message>
        <source>Messages of QoS 1 and 2 that may be on their way to us at once.</source>
        <translation>允许同时向本客户端传输的 QoS 1 和 QoS 2 消息数。</translation>
    </message>
    <message>
        <source>Maximum Packet Size, bytes</source>
        <translation>最大报文大小，字节</translation>
    </message>
    <message>
        <source>16 MiB, our own limit</source>
        <translation>16 MiB，本程序的上限</translation>
    </message>
    <message>
        <source>Topic Alias Maximum</source>
        <translation>主题别名最大值</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>响应</translation>
    </message>
    <message>
        <source>Request Response Information</source>
        <translation>请求响应信息</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Request Problem Information</source>
        <translation>请求问题信息</translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation>用户属性</translation>
    </message>
</context>
<context>
    <name>AllBrokers</name>
    <message>
        <source>Broker</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Embedded broker</source>
        <translation>内置代理</translation>
    </message>
    <message>
        <source>Kafka: {name}</source>
        <translation>Kafka：{name}</translation>
    </message>
</context>
<context>
    <name>ApiDialog</name>
    <message>
        <source>HTTP API</source>
        <translation>HTTP API</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>On this computer only. 0 takes any free one.</source>
        <translation>仅限本机。0 表示任意空闲端口。</translation>
    </message>
    <message>
        <source>Programs on this computer can ask Eventscope for everything that this window can: publish, pull, bridges, consumers, figures, news. It is off until you switch it on, and off again when Eventscope ends.</source>
        <translation>本机上的程序可以向 Eventscope 请求此窗口能做的一切：发布、拉取、桥接、消费者、指标、消息推送。默认关闭，由您打开；Eventscope 结束时也随之关闭。</translation>
    </message>
    <message>
        <source>What is refused</source>
        <translation>会被拒绝的请求</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Token file</source>
        <translation>令牌文件</translation>
    </message>
    <message>
        <source>Only your user can read it. Its tokens end when the API does.</source>
        <translation>只有您的用户可以读取。API 关闭后其中的令牌即失效。</translation>
    </message>
    <message>
        <source>Header file</source>
        <translation>请求头文件</translation>
    </message>
    <message>
        <source>For curl -H @FILE: a token on a command line could be read by every user.</source>
        <translation>供 curl -H @FILE 使用：命令行上的令牌会被所有用户看到。</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Switch off</source>
        <translation>关闭 API</translation>
    </message>
    <message>
        <source>Switch on</source>
        <translation>打开 API</translation>
    </message>
    <message>
        <source>Off: nothing listens.</source>
        <translation>已关闭：没有监听。</translation>
    </message>
    <message>
        <source>On at {address}</source>
        <translation>已打开：{address}</translation>
    </message>
    <message>
        <source>• Other computers: it listens on 127.0.0.1 and ::1 alone.</source>
        <translation>• 其他计算机：只监听 127.0.0.1 和 ::1。</translation>
    </message>
    <message>
        <source>• Web pages, whatever their address: a page that you visit could otherwise reach this port.</source>
        <translation>• 任何地址的网页：否则您访问的页面就可能触及此端口。</translation>
    </message>
    <message>
        <source>• Requests without a token of the file, or with one in the address; after ten wrong ones wrong tokens wait for 30 s.</source>
        <translation>• 没有文件中的令牌、或把令牌写在地址里的请求；错误十次之后，错误的令牌要等待 30 秒。</translation>
    </message>
    <message>
        <source>• Bodies that are no JSON or larger than 1 MiB, and more than 64 connections at once.</source>
        <translation>• 不是 JSON 或大于 1 MiB 的正文，以及同时超过 64 个连接。</translation>
    </message>
    <message>
        <source>Changes and refusals are kept in an audit log whose lines are chained by hashes.</source>
        <translation>更改和拒绝都会写入审计日志，各行以哈希相连。</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>Bar</name>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Stand still and look closer; everything is recorded meanwhile (F)</source>
        <translation>停住画面以便细看；期间照常记录（F）</translation>
    </message>
    <message>
        <source>Definitions:</source>
        <translation>定义：</translation>
    </message>
    <message>
        <source>Save picture or data</source>
        <translation>保存图片或数据</translation>
    </message>
    <message>
        <source>1 min</source>
        <translation>1 分钟</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 分钟</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 小时</translation>
    </message>
    <message>
        <source>The last {span}, live ({key})</source>
        <translation>最近 {span}，实时（{key}）</translation>
    </message>
    <message>
        <source>Textbook</source>
        <translation>教科书</translation>
    </message>
    <message>
        <source>Consumers with the textbook&apos;s figures</source>
        <translation>按教科书定义显示消费者指标</translation>
    </message>
    <message>
        <source>Simple</source>
        <translation>简化</translation>
    </message>
    <message>
        <source>Consumers with the five figures of the simple definitions of the published design</source>
        <translation>按已发表设计的简单定义显示消费者的五项指标</translation>
    </message>
    <message>
        <source>The simple definitions of the published design beside the textbook&apos;s</source>
        <translation>已发表设计的简单定义与教科书定义并列</translation>
    </message>
    <message>
        <source>Definitions: {name}</source>
        <translation>定义：{name}</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两者</translation>
    </message>
    <message>
        <source>Once more hides the table (C)</source>
        <translation>再次点击可隐藏表格（C）</translation>
    </message>
    <message>
        <source>{start} to {end}, standing still. F or a double click: live again</source>
        <translation>{start} 至 {end}，已停住。按 F 或双击恢复实时</translation>
    </message>
</context>
<context>
    <name>BridgeDialog</name>
    <message>
        <source>Edit bridge</source>
        <translation>编辑桥接</translation>
    </message>
    <message>
        <source>New bridge</source>
        <translation>新建桥接</translation>
    </message>
    <message>
        <source>Source and promise</source>
        <translation>来源与保证</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Queue and start</source>
        <translation>队列与启动</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>It shows here once the bridge can be checked.</source>
        <translation>桥接可以检查后，这里会显示结果。</translation>
    </message>
    <message>
        <source>{name} (no such connection)</source>
        <translation>{name}（没有此连接）</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
</context>
<context>
    <name>BrokerHeader</name>
    <message>
        <source>Embedded broker</source>
        <translation>内置代理</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>停止…</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>Stop the broker</source>
        <translation>停止代理</translation>
    </message>
    <message>
        <source>Stop the embedded broker?</source>
        <translation>停止内置代理？</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s) lose their connection.</source>
        <translation>
            <numerusform>%n 个客户端将失去连接。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) end,</source>
        <translation>
            <numerusform>%n 个会话将结束，</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>with %n waiting message(s).</source>
        <translation>
            <numerusform>其中 %n 条等待中的消息将丢失。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n retained message(s) are forgotten.</source>
        <translation>
            <numerusform>%n 条保留消息将被丢弃。</numerusform>
        </translation>
    </message>
    <message>
        <source>For now all of this lives in memory only.</source>
        <translation>目前这些内容仅保存在内存中。</translation>
    </message>
</context>
<context>
    <name>Brokers</name>
    <message>
        <source>Client ID</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>User</source>
        <translation>用户</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Version of MQTT</source>
        <translation>MQTT 版本</translation>
    </message>
    <message>
        <source>Listener</source>
        <translation>监听器</translation>
    </message>
    <message>
        <source>Keep Alive</source>
        <translation>保活间隔</translation>
    </message>
    <message>
        <source>Expiry</source>
        <translation>会话过期</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>传输中</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>字节数</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>已投递</translation>
    </message>
    <message>
        <source>connected for {time}</source>
        <translation>已连接 {time}</translation>
    </message>
    <message>
        <source>offline, session for {time}</source>
        <translation>离线，会话已存在 {time}</translation>
    </message>
    <message>
        <source>Receive Maximum {n}</source>
        <translation>接收最大值 {n}</translation>
    </message>
    <message>
        <source>%n subscription(s)</source>
        <translation>%n 个订阅</translation>
    </message>
    <message>
        <source>Last Will on {topic}</source>
        <translation>遗嘱消息主题 {topic}</translation>
    </message>
    <message>
        <source>off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>Messages waiting, not yet sent</source>
        <translation>等待中、尚未发送的消息</translation>
    </message>
    <message>
        <source>Sent and not yet acknowledged</source>
        <translation>已发送但尚未确认</translation>
    </message>
    <message>
        <source>Messages sent since the broker started</source>
        <translation>代理启动以来发送的消息数</translation>
    </message>
    <message>
        <source>The deepest the queue has been since it exists</source>
        <translation>该队列自建立以来的最大深度</translation>
    </message>
    <message>
        <source>Memory that waiting and unacknowledged messages take</source>
        <translation>等待中和未确认的消息占用的内存</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>Age of the message that has waited longest</source>
        <translation>等待最久的消息已等待的时间</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Messages given up; the reasons are on hover over the figure</source>
        <translation>放弃投递的消息；悬停在数字上可查看原因</translation>
    </message>
    <message>
        <source>Nothing was dropped.</source>
        <translation>没有消息被丢弃。</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>运行时间</translation>
    </message>
    <message>
        <source>Since the broker&apos;s process started</source>
        <translation>自代理进程启动起</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Open connections; sessions without one are counted apart</source>
        <translation>已打开的连接；没有连接的会话另行统计</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Of all sessions, offline ones too</source>
        <translation>所有会话的订阅，包括离线会话</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Messages queued for clients and shared groups</source>
        <translation>为客户端和共享组排队的消息</translation>
    </message>
    <message>
        <source>Retained</source>
        <translation>保留消息</translation>
    </message>
    <message>
        <source>Retained messages and the memory they take</source>
        <translation>保留消息及其占用的内存</translation>
    </message>
    <message>
        <source>In</source>
        <translation>流入</translation>
    </message>
    <message>
        <source>Messages that clients published, over the last second</source>
        <translation>最近一秒内客户端发布的消息</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>流出</translation>
    </message>
    <message>
        <source>Messages sent to clients, over the last second</source>
        <translation>最近一秒内发送给客户端的消息</translation>
    </message>
    <message>
        <source>Messages given up since the start, by reason</source>
        <translation>启动以来放弃投递的消息，按原因统计</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Of the broker&apos;s process</source>
        <translation>代理进程占用的内存</translation>
    </message>
    <message>
        <source>{n} + {offline} offline</source>
        <translation>{n} + {offline} 离线</translation>
    </message>
    <message>
        <source>Sessions, queues and retained messages live in memory for now: they end with the broker.</source>
        <translation>会话、队列和保留消息目前仅保存在内存中，代理停止后即消失。</translation>
    </message>
    <message>
        <source>Open without a password, on this machine only (loopback).</source>
        <translation>无需密码，仅限本机访问（本机回环）。</translation>
    </message>
    <message>
        <source>Open to other machines at {address}; its users sign in with a password.</source>
        <translation>其他机器可通过 {address} 访问；用户需凭密码登录。</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>归属</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Messages waiting now. The bar compares it with the deepest that any queue has been.</source>
        <translation>当前等待的消息数。条形表示其与所有队列历史最大深度之比。</translation>
    </message>
    <message>
        <source>Max. depth</source>
        <translation>最大深度</translation>
    </message>
    <message>
        <source>Share per member</source>
        <translation>成员占比</translation>
    </message>
    <message>
        <source>Which part of the group&apos;s messages each member got, since the broker started.</source>
        <translation>代理启动以来，各成员收到的组内消息比例。</translation>
    </message>
    <message>
        <source>shared group</source>
        <translation>共享组</translation>
    </message>
    <message>
        <source>client</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>‹empty›</source>
        <translation>‹空›</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>存在时间</translation>
    </message>
    <message>
        <source>Expires in</source>
        <translation>剩余有效期</translation>
    </message>
    <message>
        <source>{payload} of payload, {properties} of properties</source>
        <translation>载荷 {payload}，属性 {properties}</translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation>主题过滤器</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>选项</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>标识符</translation>
    </message>
    <message>
        <source>Subscription Identifier, which comes back with every message it matched</source>
        <translation>订阅标识符，随每条匹配的消息一并返回</translation>
    </message>
    <message>
        <source>retained only when new</source>
        <translation>仅新订阅时发送保留消息</translation>
    </message>
    <message>
        <source>no retained messages</source>
        <translation>不发送保留消息</translation>
    </message>
    <message>
        <source>No Local</source>
        <translation>不接收本地 (No Local)</translation>
    </message>
    <message>
        <source>Retain As Published</source>
        <translation>按发布保留</translation>
    </message>
</context>
<context>
    <name>BrokersPage</name>
    <message>
        <source>What lives in the broker</source>
        <translation>代理内部状态</translation>
    </message>
    <message>
        <source>The embedded broker is not running. Clients connect to it on this machine once it is.</source>
        <translation>内置代理未运行。启动后，客户端可在本机连接到它。</translation>
    </message>
    <message>
        <source>Start the broker</source>
        <translation>启动代理</translation>
    </message>
    <message>
        <source>Clients, queues, subscriptions, retained messages</source>
        <translation>客户端、队列、订阅、保留消息</translation>
    </message>
    <message>
        <source>Broker: {list}</source>
        <translation>代理：{list}</translation>
    </message>
    <message>
        <source>Broker: start</source>
        <translation>代理：启动</translation>
    </message>
    <message>
        <source>Broker: stop…</source>
        <translation>代理：停止…</translation>
    </message>
    <message>
        <source>Broker: disconnect the selected clients…</source>
        <translation>代理：断开所选客户端…</translation>
    </message>
    <message>
        <source>Broker: clear the selected retained messages…</source>
        <translation>代理：清除所选保留消息…</translation>
    </message>
    <message>
        <source>Broker: restore retained messages cleared last</source>
        <translation>代理：恢复上次清除的保留消息</translation>
    </message>
</context>
<context>
    <name>Bus</name>
    <message>
        <source>New bridge…</source>
        <translation>新建桥接…</translation>
    </message>
    <message>
        <source>Bridge: edit…</source>
        <translation>桥接：编辑…</translation>
    </message>
    <message>
        <source>Bridge or bus: start, go on, close the breaker</source>
        <translation>桥接或总线：启动、继续、闭合断路器</translation>
    </message>
    <message>
        <source>Bridge or bus: pause</source>
        <translation>桥接或总线：暂停</translation>
    </message>
    <message>
        <source>Bridge or bus: drain, then stop</source>
        <translation>桥接或总线：排空后停止</translation>
    </message>
    <message>
        <source>Bridge or bus: stop…</source>
        <translation>桥接或总线：停止…</translation>
    </message>
    <message>
        <source>Bridge: remove…</source>
        <translation>桥接：移除…</translation>
    </message>
    <message>
        <source>Bridge: dry run</source>
        <translation>桥接：试运行</translation>
    </message>
    <message>
        <source>Bridge: dead letters</source>
        <translation>桥接：死信</translation>
    </message>
    <message>
        <source>Graph: show all of it</source>
        <translation>图：显示全部</translation>
    </message>
    <message>
        <source>Graph: arrange anew</source>
        <translation>图：重新排列</translation>
    </message>
    <message>
        <source>Graph: open or fold the panel beside it</source>
        <translation>图：展开或折叠旁边的面板</translation>
    </message>
    <message>
        <source>Bus: graph</source>
        <translation>总线：图</translation>
    </message>
    <message>
        <source>Bus: consumers</source>
        <translation>总线：消费者</translation>
    </message>
    <message>
        <source>%n waiting message(s)</source>
        <translation>%n 条消息在等待</translation>
    </message>
    <message>
        <source>%n dead letter(s)</source>
        <translation>%n 条死信</translation>
    </message>
    <message>
        <source> and </source>
        <translation>和</translation>
    </message>
    <message>
        <source>The breaker is open: the same messages came round again and again, so this route stands still. Narrow a filter or map the topics apart, then close the breaker.</source>
        <translation>断路器已断开：相同的消息一再循环，因此该路由已停止。请收窄过滤器或让主题互不相交，然后闭合断路器。</translation>
    </message>
    <message>
        <source>The books of this bridge do not add up: that is a fault in Eventscope. Please report it.</source>
        <translation>此桥接的账目不平：这是 Eventscope 的缺陷，请报告。</translation>
    </message>
    <message>
        <source>Nothing more is taken from the source until there is room: let the target catch up, replay or purge dead letters, or raise the limits of the queue.</source>
        <translation>在有空位之前不再从源取消息：让目标赶上，重放或清除死信，或提高队列上限。</translation>
    </message>
    <message>
        <source>It cannot run as it is written: edit it.</source>
        <translation>按现在的写法无法运行：请编辑。</translation>
    </message>
    <message>
        <source>and {n} tries before</source>
        <translation>此前还尝试了 {n} 次</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>How often it was tried in vain</source>
        <translation>失败的尝试次数</translation>
    </message>
    <message>
        <source>Died</source>
        <translation>成为死信的时间</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>Leaves as</source>
        <translation>将以此发出</translation>
    </message>
    <message>
        <source>at most once</source>
        <translation>最多一次</translation>
    </message>
    <message>
        <source>at least once</source>
        <translation>至少一次</translation>
    </message>
    <message>
        <source>effectively once</source>
        <translation>等效一次</translation>
    </message>
    <message>
        <source>publish-subscribe</source>
        <translation>发布订阅</translation>
    </message>
    <message>
        <source>point-to-point</source>
        <translation>点对点</translation>
    </message>
    <message>
        <source>hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>No disk, QoS 0 onwards: the fastest, and nothing is repeated.</source>
        <translation>不写磁盘，以 QoS 0 转发：最快，且不会重复。</translation>
    </message>
    <message>
        <source>Stored on disk before it is acknowledged, kept until the target has it. It may come twice.</source>
        <translation>先写入磁盘再确认，直到目标收到为止。可能到达两次。</translation>
    </message>
    <message>
        <source>As at least once, with QoS 2 or Kafka transactions and remembered ids, so that nothing comes twice.</source>
        <translation>与至少一次相同，另用 QoS 2 或 Kafka 事务以及记住的编号，因此不会到达两次。</translation>
    </message>
    <message>
        <source>Eventscope (kill -9)</source>
        <translation>Eventscope（kill -9）</translation>
    </message>
    <message>
        <source>this computer, power</source>
        <translation>本机断电</translation>
    </message>
    <message>
        <source>the source broker</source>
        <translation>源代理</translation>
    </message>
    <message>
        <source>the target broker</source>
        <translation>目标代理</translation>
    </message>
    <message>
        <source>what it had acknowledged and not kept is its own loss</source>
        <translation>它已确认却没有保存的，由它自身丢失</translation>
    </message>
    <message>
        <source>what is under way</source>
        <translation>正在途中的消息</translation>
    </message>
    <message>
        <source>nothing; some may come twice</source>
        <translation>不丢失；部分可能到达两次</translation>
    </message>
    <message>
        <source>nothing, if the disk keeps what it confirms; some may come twice</source>
        <translation>只要磁盘确实保存了所确认的内容就不丢失；部分可能到达两次</translation>
    </message>
    <message>
        <source>nothing, and nothing comes twice</source>
        <translation>不丢失，也不重复</translation>
    </message>
    <message>
        <source>nothing; twice only if a broker forgot its session</source>
        <translation>不丢失；仅当代理忘记会话时才会重复</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>Signs of life</source>
        <translation>存活信号</translation>
    </message>
    <message>
        <source>Books</source>
        <translation>账目</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Bridges here</source>
        <translation>此处的桥接</translation>
    </message>
    <message>
        <source>Members: in, out, waiting</source>
        <translation>成员：流入、流出、等待</translation>
    </message>
    <message>
        <source>whole way, route {n}</source>
        <translation>全程，路由 {n}</translation>
    </message>
    <message>
        <source>by no route: {why}</source>
        <translation>未走任何路由：{why}</translation>
    </message>
    <message>
        <source>dropped: {why}</source>
        <translation>丢弃：{why}</translation>
    </message>
    <message>
        <source>Messages that came and that no route was to take, with the reason.</source>
        <translation>到达但没有任何路由应接收的消息及其原因。</translation>
    </message>
    <message>
        <source>Messages given up by a rule of the queue or of the delivery class, with the reason.</source>
        <translation>按队列或投递级别的规则放弃的消息及其原因。</translation>
    </message>
    <message>
        <source>wrong by {n}</source>
        <translation>相差 {n}</translation>
    </message>
    <message>
        <source>what is under way is lost</source>
        <translation>途中的消息会丢失</translation>
    </message>
    <message>
        <source>0 lost, repeats possible</source>
        <translation>不丢失，可能重复</translation>
    </message>
    <message>
        <source>0 lost, 0 repeated</source>
        <translation>不丢失，不重复</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>when something waits</source>
        <translation>有消息等待时</translation>
    </message>
    <message>
        <source>by itself, once</source>
        <translation>自动，仅一次</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>on disk</source>
        <translation>在磁盘上</translation>
    </message>
    <message>
        <source>in memory only</source>
        <translation>仅在内存中</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>told</source>
        <translation>已发布</translation>
    </message>
    <message>
        <source>not told yet</source>
        <translation>尚未发布</translation>
    </message>
    <message>
        <source>not allowed here</source>
        <translation>此处不允许</translation>
    </message>
    <message>
        <source>alive</source>
        <translation>正常</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>尚无</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>state topic</source>
        <translation>状态主题</translation>
    </message>
    <message>
        <source>Whether its MQTT brokers took the state that it announces, retained, with a last will.</source>
        <translation>其 MQTT 代理是否接受了它公布的状态（保留消息，带遗嘱）。</translation>
    </message>
    <message>
        <source>heartbeat</source>
        <translation>心跳</translation>
    </message>
    <message>
        <source>A small message of its own goes through it again and again; it is in no books.</source>
        <translation>桥接不断让自己的一条小消息穿过自身；它不计入任何账目。</translation>
    </message>
    <message>
        <source>last beat, ago</source>
        <translation>距上次心跳</translation>
    </message>
    <message>
        <source>When the newest one came to its queue.</source>
        <translation>最新一次心跳到达其队列以来的时间。</translation>
    </message>
    <message>
        <source>from the source</source>
        <translation>从来源</translation>
    </message>
    <message>
        <source>What it took from being published at the source to coming by the bridge&apos;s subscription.</source>
        <translation>从在来源处发布到经桥接自己的订阅到达所用的时间。</translation>
    </message>
    <message>
        <source>whole way</source>
        <translation>全程</translation>
    </message>
    <message>
        <source>End to end while idle: from the source, past the queue, to an answer of the target.</source>
        <translation>空闲时的端到端时间：从来源经过队列，直到目标应答。</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>point-to-point: one route takes each message. publish-subscribe: every route whose condition holds. hybrid: every group, one route inside each.</source>
        <translation>点对点：每条消息只走一条路由。发布订阅：条件成立的每条路由。混合：每个组各取一条路由。</translation>
    </message>
    <message>
        <source>delivery</source>
        <translation>投递级别</translation>
    </message>
    <message>
        <source>What is promised to every message that came in.</source>
        <translation>对每条进入的消息所作的保证。</translation>
    </message>
    <message>
        <source>if killed now</source>
        <translation>若此刻被杀死</translation>
    </message>
    <message>
        <source>What is lost or comes twice if Eventscope is killed this moment (kill -9).</source>
        <translation>若 Eventscope 此刻被杀死（kill -9），会丢失或重复什么。</translation>
    </message>
    <message>
        <source>takes</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>The topic filter or topic that it subscribes to.</source>
        <translation>它所订阅的主题过滤器或主题。</translation>
    </message>
    <message>
        <source>sends to</source>
        <translation>发送到</translation>
    </message>
    <message>
        <source>The topic at the target, with its placeholders.</source>
        <translation>目标处的主题，可含占位符。</translation>
    </message>
    <message>
        <source>when</source>
        <translation>条件</translation>
    </message>
    <message>
        <source>Only messages for which this expression is true.</source>
        <translation>仅限此表达式为真的消息。</translation>
    </message>
    <message>
        <source>starts</source>
        <translation>启动方式</translation>
    </message>
    <message>
        <source>How it begins to run when the workspace opens.</source>
        <translation>打开工作区时如何开始运行。</translation>
    </message>
    <message>
        <source>what waits is</source>
        <translation>等待的消息</translation>
    </message>
    <message>
        <source>Messages on disk survive the end of Eventscope; those in memory do not.</source>
        <translation>磁盘上的消息在 Eventscope 结束后仍在；内存中的则不在。</translation>
    </message>
    <message>
        <source>group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Of mode hybrid: one route of each group takes it.</source>
        <translation>用于混合模式：每个组由其中一条路由接收。</translation>
    </message>
    <message>
        <source>in</source>
        <translation>流入</translation>
    </message>
    <message>
        <source>Messages taken from the source over the last second.</source>
        <translation>最近一秒从源取得的消息。</translation>
    </message>
    <message>
        <source>out</source>
        <translation>流出</translation>
    </message>
    <message>
        <source>Messages that the target acknowledged over the last second (that left, at QoS 0).</source>
        <translation>最近一秒由目标确认的消息（QoS 0 时为已发出的消息）。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Messages stored and not yet acknowledged by the target, and how many may be. Exact.</source>
        <translation>已存储而目标尚未确认的消息，以及允许的数量。精确值。</translation>
    </message>
    <message>
        <source>waiting bytes</source>
        <translation>等待字节数</translation>
    </message>
    <message>
        <source>Their size, with properties.</source>
        <translation>它们的大小，含属性。</translation>
    </message>
    <message>
        <source>oldest</source>
        <translation>最长等待</translation>
    </message>
    <message>
        <source>How long the oldest of them has waited.</source>
        <translation>其中最早一条已等待的时间。</translation>
    </message>
    <message>
        <source>in flight</source>
        <translation>传输中</translation>
    </message>
    <message>
        <source>The part of them that was sent and waits for the target&apos;s answer.</source>
        <translation>其中已发送并等待目标答复的部分。</translation>
    </message>
    <message>
        <source>added, p50</source>
        <translation>附加延迟 p50</translation>
    </message>
    <message>
        <source>Half of the messages took no longer from arrival here to the target&apos;s answer.</source>
        <translation>半数消息从到达此处到目标答复所用时间不超过此值。</translation>
    </message>
    <message>
        <source>added, p99</source>
        <translation>附加延迟 p99</translation>
    </message>
    <message>
        <source>99 of 100 messages took no longer; empty while fewer than 1,000 were measured.</source>
        <translation>每 100 条中有 99 条不超过此值；测得不足 1,000 条时为空。</translation>
    </message>
    <message>
        <source>added, longest</source>
        <translation>附加延迟最大</translation>
    </message>
    <message>
        <source>The longest from arrival to the answer.</source>
        <translation>从到达到答复的最长时间。</translation>
    </message>
    <message>
        <source>ack lag, p99</source>
        <translation>确认滞后 p99</translation>
    </message>
    <message>
        <source>From a message&apos;s arrival to our acknowledgement at the source, after it was stored.</source>
        <translation>从消息到达，到存储后我们向源确认为止。</translation>
    </message>
    <message>
        <source>commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Mean time of one write to disk over the last second; many messages share one.</source>
        <translation>最近一秒每次写盘的平均时间；多条消息共用一次。</translation>
    </message>
    <message>
        <source>rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Messages over the last second.</source>
        <translation>最近一秒的消息数。</translation>
    </message>
    <message>
        <source>arrived</source>
        <translation>已到达</translation>
    </message>
    <message>
        <source>Messages taken from the source since the start.</source>
        <translation>自启动以来从源取得的消息。</translation>
    </message>
    <message>
        <source>for routes</source>
        <translation>进入路由</translation>
    </message>
    <message>
        <source>Copies that routes took: one message may go by several routes, or by none.</source>
        <translation>路由接收的副本：一条消息可走多条路由，也可不走任何路由。</translation>
    </message>
    <message>
        <source>Copies that a target has acknowledged.</source>
        <translation>目标已确认的副本。</translation>
    </message>
    <message>
        <source>Copies that wait, those in flight included.</source>
        <translation>正在等待的副本，含传输中的。</translation>
    </message>
    <message>
        <source>dead letters</source>
        <translation>死信</translation>
    </message>
    <message>
        <source>Copies kept aside byte for byte; see their tab.</source>
        <translation>逐字节另行保存的副本；见其标签页。</translation>
    </message>
    <message>
        <source>expired</source>
        <translation>已过期</translation>
    </message>
    <message>
        <source>Copies whose Message Expiry Interval, or age limit here, ran out while they waited.</source>
        <translation>等待期间消息过期间隔或此处的时限已到的副本。</translation>
    </message>
    <message>
        <source>stopped in a loop</source>
        <translation>因循环而停止</translation>
    </message>
    <message>
        <source>Copies that would have come back to where the message had been.</source>
        <translation>会回到消息曾到过之处的副本。</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>已丢弃</translation>
    </message>
    <message>
        <source>Copies given up by a rule of the queue or of the delivery class.</source>
        <translation>按队列或投递级别的规则放弃的副本。</translation>
    </message>
    <message>
        <source>copies = out + waiting + dead + expired + loops + dropped</source>
        <translation>副本 = 流出 + 等待 + 死信 + 过期 + 循环 + 丢弃</translation>
    </message>
    <message>
        <source>The conservation law: every copy is in exactly one of these places. Checked at each look.</source>
        <translation>守恒定律：每个副本恰在其中一处。每次查看都会核对。</translation>
    </message>
    <message>
        <source>connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>The workspace&apos;s connection of that name.</source>
        <translation>工作区中同名的连接。</translation>
    </message>
    <message>
        <source>target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>The connection that this route sends to.</source>
        <translation>此路由发送到的连接。</translation>
    </message>
    <message>
        <source>address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>reconnects</source>
        <translation>重连次数</translation>
    </message>
    <message>
        <source>How often it was lost and came back.</source>
        <translation>断开后又恢复的次数。</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>clients</source>
        <translation>客户端</translation>
    </message>
    <message>
        <source>Open connections at the embedded broker.</source>
        <translation>内置代理上打开的连接。</translation>
    </message>
    <message>
        <source>to this window</source>
        <translation>到此窗口</translation>
    </message>
    <message>
        <source>What this window&apos;s own subscriptions receive. What else the broker carries is unknown.</source>
        <translation>此窗口自身订阅所收到的。代理还承载了什么不得而知。</translation>
    </message>
    <message>
        <source>Messages queued at the embedded broker for clients and shared groups. Exact.</source>
        <translation>内置代理上为客户端和共享组排队的消息。精确值。</translation>
    </message>
    <message>
        <source>filter</source>
        <translation>过滤器</translation>
    </message>
    <message>
        <source>connected</source>
        <translation>已连接</translation>
    </message>
    <message>
        <source>How many of them are connected now.</source>
        <translation>其中目前已连接的数量。</translation>
    </message>
    <message>
        <source>Messages that the broker gave up for them.</source>
        <translation>代理为它们放弃的消息。</translation>
    </message>
    <message>
        <source>no condition held</source>
        <translation>没有条件成立</translation>
    </message>
    <message>
        <source>not taken</source>
        <translation>不接收</translation>
    </message>
    <message>
        <source>not readable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>topic not valid</source>
        <translation>主题无效</translation>
    </message>
    <message>
        <source>mapping not valid</source>
        <translation>映射无效</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>过大</translation>
    </message>
    <message>
        <source>cannot be decoded</source>
        <translation>无法解码</translation>
    </message>
    <message>
        <source>cannot be written</source>
        <translation>无法写出</translation>
    </message>
    <message>
        <source>QoS not supported</source>
        <translation>不支持该 QoS</translation>
    </message>
    <message>
        <source>not authorised</source>
        <translation>未获授权</translation>
    </message>
    <message>
        <source>quota exceeded</source>
        <translation>超出配额</translation>
    </message>
    <message>
        <source>payload format not valid</source>
        <translation>载荷格式无效</translation>
    </message>
    <message>
        <source>given up after all tries</source>
        <translation>多次尝试后放弃</translation>
    </message>
    <message>
        <source>unknown topic or partition</source>
        <translation>未知主题或分区</translation>
    </message>
    <message>
        <source>queue full</source>
        <translation>队列已满</translation>
    </message>
    <message>
        <source>oldest, queue full</source>
        <translation>队列已满，弃最旧</translation>
    </message>
    <message>
        <source>newest, queue full</source>
        <translation>队列已满，弃最新</translation>
    </message>
    <message>
        <source>target not connected</source>
        <translation>目标未连接</translation>
    </message>
    <message>
        <source>purged by a person</source>
        <translation>由人清除</translation>
    </message>
    <message>
        <source>repeats stopped</source>
        <translation>已阻止的重复</translation>
    </message>
    <message>
        <source>Messages that came again after a reconnect and were known already.</source>
        <translation>重连后再次到来而已知的消息。</translation>
    </message>
    <message>
        <source>sent again</source>
        <translation>重新发送</translation>
    </message>
    <message>
        <source>Tries after a failure that may pass.</source>
        <translation>对可能暂时的失败的再次尝试。</translation>
    </message>
    <message>
        <source>sessions lost</source>
        <translation>丢失的会话</translation>
    </message>
    <message>
        <source>The broker had forgotten our session: what it held for us then is its loss.</source>
        <translation>代理忘记了我们的会话：它当时为我们保存的消息由它丢失。</translation>
    </message>
    <message>
        <source>ambiguous repeats</source>
        <translation>不确定的重发</translation>
    </message>
    <message>
        <source>Sent again without knowing whether the target had it: it may have come twice.</source>
        <translation>在不知目标是否已收到时重新发送：可能到达了两次。</translation>
    </message>
    <message>
        <source>order broken</source>
        <translation>顺序被打破</translation>
    </message>
    <message>
        <source>A message went ahead of one that had to be tried again.</source>
        <translation>有消息越过了需要重试的消息。</translation>
    </message>
    <message>
        <source>conditions not readable</source>
        <translation>条件无法读取</translation>
    </message>
    <message>
        <source>A condition met a missing key or no JSON, and the message went by another route.</source>
        <translation>条件遇到缺失的键或非 JSON 载荷，消息改走了另一条路由。</translation>
    </message>
    <message>
        <source>How often a side was lost and came back.</source>
        <translation>某一侧断开后又恢复的次数。</translation>
    </message>
    <message>
        <source>replayed</source>
        <translation>已重放</translation>
    </message>
    <message>
        <source>Dead letters that a person sent again.</source>
        <translation>由人重新发送的死信。</translation>
    </message>
    <message>
        <source>purged</source>
        <translation>已清除</translation>
    </message>
    <message>
        <source>Dead letters that a person threw away.</source>
        <translation>由人丢弃的死信。</translation>
    </message>
    <message>
        <source>Edit it</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>The way of the chosen event: {path}</source>
        <translation>所选事件的路径：{path}</translation>
    </message>
    <message>
        <source>not started</source>
        <translation>未启动</translation>
    </message>
    <message>
        <source>breaker open</source>
        <translation>断路器已断开</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>being checked</source>
        <translation>正在检查</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>subscribing</source>
        <translation>正在订阅</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>降级</translation>
    </message>
    <message>
        <source>blocked</source>
        <translation>受阻</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>正在排空</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>waiting to reconnect</source>
        <translation>等待重连</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>not connected</source>
        <translation>未连接</translation>
    </message>
    <message>
        <source>not running</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>空闲</translation>
    </message>
    <message>
        <source>p99 {time}</source>
        <translation>p99 {time}</translation>
    </message>
    <message>
        <source>beat {time}</source>
        <translation>心跳 {time}</translation>
    </message>
    <message>
        <source>{n} waiting</source>
        <translation>{n} 条等待</translation>
    </message>
    <message>
        <source>{n} dead</source>
        <translation>{n} 条死信</translation>
    </message>
    <message>
        <source>oldest {time}</source>
        <translation>最久 {time}</translation>
    </message>
    <message>
        <source>bus of %n broker(s)</source>
        <translation>连接 %n 个代理的总线</translation>
    </message>
    <message>
        <source>{host} +{n}</source>
        <translation>{host} +{n}</translation>
    </message>
    <message>
        <source>no such connection any more</source>
        <translation>该连接已不存在</translation>
    </message>
    <message>
        <source>{rate} to this window</source>
        <translation>{rate} 到此窗口</translation>
    </message>
    <message>
        <source>{rate} in</source>
        <translation>{rate} 流入</translation>
    </message>
    <message>
        <source>{rate} by bridges</source>
        <translation>{rate} 经由桥接</translation>
    </message>
    <message>
        <source>reconnecting in {time}</source>
        <translation>{time} 后重连</translation>
    </message>
    <message>
        <source>try {n}</source>
        <translation>第 {n} 次尝试</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>此窗口</translation>
    </message>
    <message>
        <source>+%n client(s)</source>
        <translation>另有 %n 个客户端</translation>
    </message>
    <message>
        <source>consumer · push</source>
        <translation>消费者 · 推送</translation>
    </message>
    <message>
        <source>consumer · pull</source>
        <translation>消费者 · 拉取</translation>
    </message>
    <message>
        <source>consumer · hybrid</source>
        <translation>消费者 · 混合</translation>
    </message>
    <message>
        <source>shared group of %n</source>
        <translation>%n 个成员的共享组</translation>
    </message>
    <message>
        <source>composer and saved events</source>
        <translation>编辑器与已保存事件</translation>
    </message>
    <message>
        <source>hears {rate}</source>
        <translation>收到 {rate}</translation>
    </message>
    <message>
        <source>producer</source>
        <translation>生产者</translation>
    </message>
    <message>
        <source>consumer</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>%n producer(s)</source>
        <translation>%n 个生产者</translation>
    </message>
    <message>
        <source>%n consumer(s)</source>
        <translation>%n 个消费者</translation>
    </message>
    <message>
        <source>%n offline</source>
        <translation>%n 个离线</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>离线</translation>
    </message>
    <message>
        <source>Bridge {name}</source>
        <translation>桥接 {name}</translation>
    </message>
</context>
<context>
    <name>BusPage</name>
    <message>
        <source>Bridge</source>
        <translation>桥接</translation>
    </message>
    <message>
        <source>Brokers, and the bridges between them, show here. A bridge carries messages from one to another.</source>
        <translation>代理以及它们之间的桥接显示在这里。桥接把消息从一处送到另一处。</translation>
    </message>
    <message>
        <source>New bridge</source>
        <translation>新建桥接</translation>
    </message>
    <message>
        <source>Graph of brokers and bridges</source>
        <translation>代理与桥接的图</translation>
    </message>
    <message>
        <source>Bridge from here…</source>
        <translation>从此处建立桥接…</translation>
    </message>
    <message>
        <source>New bridge…</source>
        <translation>新建桥接…</translation>
    </message>
    <message>
        <source>Show all of it</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Arrange anew</source>
        <translation>重新排列</translation>
    </message>
</context>
<context>
    <name>ChartCard</name>
    <message>
        <source>Show this chart alone</source>
        <translation>仅显示此图表</translation>
    </message>
    <message>
        <source>Show all charts</source>
        <translation>显示所有图表</translation>
    </message>
    <message>
        <source>{n} shallower queues are not drawn</source>
        <translation>另有 {n} 个较浅的队列未绘制</translation>
    </message>
</context>
<context>
    <name>Charts</name>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>ms, from the intended send time</source>
        <translation>ms，自计划发送时间起算</translation>
    </message>
    <message>
        <source>Latency, heat map</source>
        <translation>延迟热图</translation>
    </message>
    <message>
        <source>share of messages per band</source>
        <translation>各区段的消息占比</translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation>队列深度</translation>
    </message>
    <message>
        <source>messages waiting</source>
        <translation>等待中的消息数</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>msg/s</source>
        <translation>条/秒</translation>
    </message>
    <message>
        <source>Integrity</source>
        <translation>完整性</translation>
    </message>
    <message>
        <source>messages per 0.1 s</source>
        <translation>每 0.1 s 消息数</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>% of the service rate</source>
        <translation>占服务速率的 %</translation>
    </message>
    <message>
        <source>Little&apos;s law</source>
        <translation>利特尔定律</translation>
    </message>
    <message>
        <source>messages under way</source>
        <translation>在途消息数</translation>
    </message>
    <message>
        <source>From the time a message was due to be sent to the time it arrived, of the messages that carry a stamp.
Percentiles of the last second, or of ten where one holds too few; none where those are too few as well.</source>
        <translation>带时间戳的消息从计划发送到送达的时间。
取最近一秒的分位值，样本过少时取最近十秒；仍过少则不显示。</translation>
    </message>
    <message>
        <source>Each column shows how the messages of its time spread over bands of latency, two to an octave.
The brighter, the greater the share; a single message can still be seen. Below zero: clock errors.</source>
        <translation>每一列表示该时段的消息在各延迟区段的分布，每倍程分两个区段。
越亮占比越高，单条消息也可见。零以下为时钟误差。</translation>
    </message>
    <message>
        <source>Messages waiting in each queue. Exact ones are counted, estimated ones follow from sequence numbers.</source>
        <translation>每个队列中等待的消息数。精确值为实际计数，估计值由序号推算。</translation>
    </message>
    <message>
        <source>Delivered: messages our subscriptions received; offered: messages our producers were due to send.
Broker in and out: what the embedded broker took and gave, whoever sent it. All over the last second.</source>
        <translation>已投递：本程序的订阅收到的消息；提供：本程序的生产者计划发送的消息。
代理流入和流出：内置代理收到和发出的消息，不论由谁发送。均取最近一秒。</translation>
    </message>
    <message>
        <source>By sequence numbers of stamped messages, newly found in each interval.
A gap counts as lost after a grace time and is taken back when the message arrives late.</source>
        <translation>根据带时间戳消息的序号得出，为各时段内新发现的数量。
序号缺口超过宽限时间计为丢失，消息迟到后再扣除。</translation>
    </message>
    <message>
        <source>ρ = arrival rate ÷ the rate at which the consumers can work, as seen while something waited.
Above 100 % the queue grows.</source>
        <translation>ρ = 到达速率 ÷ 消费者可达到的处理速率（在有消息等待时测得）。
超过 100 % 时队列会增长。</translation>
    </message>
    <message>
        <source>L = X · W. Measured: messages under way, from what went in and out. Predicted: rate × mean latency.
Where the two part while the system is steady, a measurement is wrong.</source>
        <translation>L = X · W。实测：由流入和流出得出的在途消息数。预测：速率 × 平均延迟。
系统稳定而两者不符时，说明有测量值出错。</translation>
    </message>
    <message>
        <source>No queue can be seen yet: those of the embedded broker show here.</source>
        <translation>尚无可见的队列：内置代理的队列会显示在这里。</translation>
    </message>
    <message>
        <source>Nothing received yet: subscribe to a topic, or publish an event.</source>
        <translation>尚未收到消息：请订阅主题，或发布事件。</translation>
    </message>
    <message>
        <source>Not measured: nothing waited yet, so nobody knows how fast consumers can be.</source>
        <translation>未测量：尚无消息等待，无法得知消费者的最快处理速率。</translation>
    </message>
    <message>
        <source>Not measured yet: it takes ten seconds of stamped messages.</source>
        <translation>尚未测量：需要十秒带时间戳的消息。</translation>
    </message>
    <message>
        <source>No stamped message yet: publish with the stamp switched on, or start the demo.</source>
        <translation>尚无带时间戳的消息：请启用时间戳后发布，或启动演示。</translation>
    </message>
    <message>
        <source>offered</source>
        <translation>提供</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>已投递</translation>
    </message>
    <message>
        <source>broker in</source>
        <translation>代理流入</translation>
    </message>
    <message>
        <source>broker out</source>
        <translation>代理流出</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>duplicates</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>reordered</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>实测</translation>
    </message>
    <message>
        <source>predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>max</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>our intake</source>
        <translation>自身接收</translation>
    </message>
    <message>
        <source>{name} group</source>
        <translation>{name} 组</translation>
    </message>
    <message>
        <source>exact</source>
        <translation>精确</translation>
    </message>
    <message>
        <source>estimated</source>
        <translation>估计</translation>
    </message>
    <message>
        <source>reported</source>
        <translation>上报</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>Waiting for the client {name}</source>
        <translation>等待发往客户端 {name} 的消息</translation>
    </message>
    <message>
        <source>Waiting for the shared group {name} on {filter}</source>
        <translation>等待发往共享组 {name}（{filter}）的消息</translation>
    </message>
    <message>
        <source>Received and not yet stored by Eventscope itself</source>
        <translation>已收到、Eventscope 自身尚未存储的消息</translation>
    </message>
    <message>
        <source>The clock of this machine jumped by {words}</source>
        <translation>本机时钟跳变 {words}</translation>
    </message>
    <message>
        <source>No connection: {words}</source>
        <translation>无连接：{words}</translation>
    </message>
    <message>
        <source>Hiccup {words}</source>
        <translation>卡顿 {words}</translation>
    </message>
    <message>
        <source>This window was late {words}</source>
        <translation>本窗口响应滞后 {words}</translation>
    </message>
    <message>
        <source>hiccup</source>
        <translation>停顿</translation>
    </message>
    <message>
        <source>link down</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>clock jump</source>
        <translation>时钟跳变</translation>
    </message>
    <message>
        <source>window late</source>
        <translation>窗口滞后</translation>
    </message>
    <message>
        <source>the demo made a consumer stand still</source>
        <translation>演示让一个消费者停顿了一会儿</translation>
    </message>
    <message>
        <source>a connection was not open</source>
        <translation>有连接未打开</translation>
    </message>
    <message>
        <source>the clock of this machine was set</source>
        <translation>本机时钟被调整</translation>
    </message>
    <message>
        <source>this window itself drew late; nothing was measured late by it</source>
        <translation>仅本窗口绘制滞后，测量不受影响</translation>
    </message>
    <message>
        <source>holds, gap {gap}</source>
        <translation>成立，偏差 {gap}</translation>
    </message>
    <message>
        <source>unstable: more comes in than goes out</source>
        <translation>不稳定：流入大于流出</translation>
    </message>
    <message>
        <source>a backlog drains</source>
        <translation>积压正在消化</translation>
    </message>
    <message>
        <source>suspect: steady, yet a gap of {gap}</source>
        <translation>可疑：系统稳定，偏差却达 {gap}</translation>
    </message>
    <message>
        <source>too few messages to tell</source>
        <translation>消息过少，无法判断</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>Save as picture</source>
        <translation>保存为图片</translation>
    </message>
    <message>
        <source>Save data</source>
        <translation>保存数据</translation>
    </message>
</context>
<context>
    <name>ChartsPage</name>
    <message>
        <source>Picture (PNG)…</source>
        <translation>图片 (PNG)…</translation>
    </message>
    <message>
        <source>Data (CSV)…</source>
        <translation>数据 (CSV)…</translation>
    </message>
    <message>
        <source>Charts: last minute</source>
        <translation>图表：最近一分钟</translation>
    </message>
    <message>
        <source>Charts: last ten minutes</source>
        <translation>图表：最近十分钟</translation>
    </message>
    <message>
        <source>Charts: last hour</source>
        <translation>图表：最近一小时</translation>
    </message>
    <message>
        <source>Charts: freeze or go on</source>
        <translation>图表：冻结或继续</translation>
    </message>
    <message>
        <source>Charts: back to live</source>
        <translation>图表：返回实时</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Charts: save as picture…</source>
        <translation>图表：保存为图片…</translation>
    </message>
    <message>
        <source>Charts: save data as CSV…</source>
        <translation>图表：将数据保存为 CSV…</translation>
    </message>
    <message>
        <source>Charts: show or hide the consumers</source>
        <translation>图表：显示或隐藏消费者</translation>
    </message>
</context>
<context>
    <name>ClientsTab</name>
    <message>
        <source>Clients and sessions</source>
        <translation>客户端和会话</translation>
    </message>
    <message>
        <source>Clients that connect to the embedded broker show here, and sessions that wait for theirs.</source>
        <translation>连接到内置代理的客户端，以及等待客户端重连的会话，会显示在这里。</translation>
    </message>
    <message>
        <source>Part of a client id, user or address</source>
        <translation>客户端 ID、用户或地址的一部分</translation>
    </message>
    <message>
        <source>Disconnect…</source>
        <translation>断开连接…</translation>
    </message>
    <message numerus="yes">
        <source>%n offline session(s)</source>
        <translation>
            <numerusform>%n 个离线会话</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Disconnect %n client(s)?</source>
        <translation>
            <numerusform>断开 %n 个客户端的连接？</numerusform>
        </translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>以及另外 {n} 个</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>The embedded broker closes their connections; most clients connect again by themselves.</source>
        <translation>内置代理将关闭它们的连接；多数客户端会自动重连。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) that wait for sessions which end with the connection are lost.</source>
        <translation>
            <numerusform>有会话随连接一同结束，其中 %n 条等待中的消息将丢失。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ComposerPanel</name>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Saved events</source>
        <translation>已保存事件</translation>
    </message>
    <message>
        <source>Save this event</source>
        <translation>保存此事件</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Publish the event</source>
        <translation>发布事件</translation>
    </message>
    <message>
        <source>Stop the repeated event</source>
        <translation>停止重复发布</translation>
    </message>
    <message>
        <source>Properties of the event</source>
        <translation>事件的属性</translation>
    </message>
    <message>
        <source>Show or hide the saved events</source>
        <translation>显示或隐藏已保存事件</translation>
    </message>
    <message>
        <source>New event</source>
        <translation>新建事件</translation>
    </message>
    <message>
        <source>What you wrote before was replaced.</source>
        <translation>之前编写的内容已被替换。</translation>
    </message>
    <message>
        <source>Properties {n}</source>
        <translation>属性 {n}</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>编辑连接</translation>
    </message>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Last Will</source>
        <translation>遗嘱消息</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Connecting to {host}…</source>
        <translation>正在连接 {host}…</translation>
    </message>
</context>
<context>
    <name>ConnectionsPanel</name>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>New connection…</source>
        <translation>新建连接…</translation>
    </message>
    <message>
        <source>New connection (Ctrl+N)</source>
        <translation>新建连接 (Ctrl+N)</translation>
    </message>
    <message>
        <source>Brokers that you connect to show here.</source>
        <translation>已添加的代理会显示在这里。</translation>
    </message>
    <message>
        <source>New connection</source>
        <translation>新建连接</translation>
    </message>
    <message>
        <source>connecting to {where}…</source>
        <translation>正在连接 {where}…</translation>
    </message>
    <message>
        <source>reconnecting in {s} s</source>
        <translation>{s} 秒后重连</translation>
    </message>
    <message>
        <source>reconnecting…</source>
        <translation>正在重新连接…</translation>
    </message>
    <message>
        <source>disconnected · {where}</source>
        <translation>已断开 · {where}</translation>
    </message>
    <message>
        <source>certificate not verified · {where}</source>
        <translation>证书未验证 · {where}</translation>
    </message>
    <message numerus="yes">
        <source>%n client(s)</source>
        <translation>
            <numerusform>%n 个客户端</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>joins %n connection(s)</source>
        <translation>
            <numerusform>连接 %n 个连接</numerusform>
        </translation>
    </message>
    <message>
        <source>It broke before: {why}</source>
        <translation>上次断开原因：{why}</translation>
    </message>
    <message>
        <source>Client ID {name}</source>
        <translation>客户端 ID {name}</translation>
    </message>
    <message>
        <source>The broker says:</source>
        <translation>代理声明：</translation>
    </message>
    <message>
        <source>Its subscriptions and its password are forgotten. Messages that are stored stay.</source>
        <translation>其订阅和密码将被删除，已存储的消息会保留。</translation>
    </message>
    <message>
        <source>Remove {name}?</source>
        <translation>移除 {name}？</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>立即重试</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>{name} copy</source>
        <translation>{name} 副本</translation>
    </message>
    <message>
        <source>Duplicate…</source>
        <translation>复制并新建…</translation>
    </message>
    <message>
        <source>Copy address</source>
        <translation>复制地址</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>{n} missing</source>
        <translation>缺失 {n} 条</translation>
    </message>
    <message>
        <source>{n} dropped</source>
        <translation>丢弃 {n} 条</translation>
    </message>
    <message>
        <source>{n} messages are missing here, by the gaps in the numbers of their senders.</source>
        <translation>按发送方编号的缺口，此处缺失 {n} 条消息。</translation>
    </message>
    <message>
        <source>The broker dropped messages for this client: {reasons}.</source>
        <translation>代理丢弃了发往此客户端的消息：{reasons}。</translation>
    </message>
    <message>
        <source>Reported by the broker: {n} messages dropped since it started, all clients.</source>
        <translation>代理报告：自启动以来，对所有客户端共丢弃 {n} 条消息。</translation>
    </message>
</context>
<context>
    <name>ConsumerDialog</name>
    <message>
        <source>consumer</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>Edit consumer</source>
        <translation>编辑消费者</translation>
    </message>
    <message>
        <source>New consumer</source>
        <translation>新建消费者</translation>
    </message>
    <message>
        <source>What it takes</source>
        <translation>接收什么</translation>
    </message>
    <message>
        <source>Pretended work</source>
        <translation>模拟处理</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Add and start</source>
        <translation>添加并启动</translation>
    </message>
    <message>
        <source>Messages come as they arrive, up to its window.</source>
        <translation>消息一到就送来，最多到其窗口大小。</translation>
    </message>
    <message>
        <source>Up to its window come by themselves and wait here, worked on or pulled; the rest waits there.</source>
        <translation>窗口以内的消息自动到来并在此等候处理或拉取，其余在服务器等候。</translation>
    </message>
    <message>
        <source>Nothing is fetched until it is asked for.</source>
        <translation>请求之前不取任何消息。</translation>
    </message>
    <message>
        <source>Messages are handed out when asked for. MQTT cannot fetch: up to its window come ahead, unacknowledged.</source>
        <translation>消息在请求时交出。MQTT 不能主动取：窗口以内的消息会提前到来，暂不确认。</translation>
    </message>
    <message>
        <source>It gets every message, whoever else does.</source>
        <translation>无论还有谁，它都收到每条消息。</translation>
    </message>
    <message>
        <source>All consumers of the queue share the messages: each goes to one of them.</source>
        <translation>同一队列的消费者分担消息：每条只交给其中一个。</translation>
    </message>
    <message>
        <source>Every group gets each message; the members of one share it.</source>
        <translation>每个组都收到每条消息，组内成员分担。</translation>
    </message>
    <message>
        <source>Push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>Hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>Fixed</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Exponential</source>
        <translation>指数</translation>
    </message>
    <message>
        <source>Lognormal</source>
        <translation>对数正态</translation>
    </message>
</context>
<context>
    <name>Consumers</name>
    <message>
        <source>Consumers</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>Hide the consumers</source>
        <translation>隐藏消费者</translation>
    </message>
    <message>
        <source>Each consumer of stamped messages shows here, with its latency since the start.</source>
        <translation>接收带时间戳消息的每个消费者及其自启动以来的延迟会显示在这里。</translation>
    </message>
    <message>
        <source>Hover over a heading or a figure: how it is computed.</source>
        <translation>悬停在表头或数字上，可查看其计算方式。</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Sharing</source>
        <translation>分担</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Messages that came into hand, a second, over the last second.</source>
        <translation>最近一秒内每秒收到的消息数。</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等候</translation>
    </message>
    <message>
        <source>Messages that wait at the broker; ~ estimated, ≈ reported by a foreign one.</source>
        <translation>在服务器等候的消息；~ 为估计值，≈ 为外部服务器报告的值。</translation>
    </message>
    <message>
        <source>In hand</source>
        <translation>手中</translation>
    </message>
    <message>
        <source>Received and not acknowledged: at most its window.</source>
        <translation>已收到而未确认：最多到其窗口大小。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Worked on, or pulled, and acknowledged.</source>
        <translation>已处理或已拉取，并已确认。</translation>
    </message>
    <message>
        <source>Util.</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>ρ = arrival rate ÷ (servers × service rate), over the last ten seconds. Above 100 % the queue grows.
Only pretended work has a known service rate.</source>
        <translation>ρ = 到达率 ÷（服务台数 × 服务率），最近十秒。超过 100 % 时队列增长。
只有模拟处理的服务率是已知的。</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>From the intended send time to the end of the work, since the start.</source>
        <translation>从计划发送时间到处理结束，自启动以来。</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>正在连接</translation>
    </message>
    <message>
        <source>up</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>被拒绝</translation>
    </message>
    <message>
        <source>push</source>
        <translation>推送</translation>
    </message>
    <message>
        <source>pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>hybrid</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>queue {name}</source>
        <translation>队列 {name}</translation>
    </message>
    <message>
        <source>group {name}</source>
        <translation>组 {name}</translation>
    </message>
    <message>
        <source>Nobody tells how much waits there.</source>
        <translation>没有谁告知那里有多少在等候。</translation>
    </message>
    <message>
        <source>Counted by the embedded broker.</source>
        <translation>由内置服务器计数。</translation>
    </message>
    <message>
        <source>Estimated: sent by our producers and not received yet.</source>
        <translation>估计值：我们的生产者已发送而尚未收到。</translation>
    </message>
    <message>
        <source>Reported by the cluster: ends of its partitions less what was read.</source>
        <translation>由集群报告：各分区末端减去已读位置。</translation>
    </message>
    <message>
        <source>It waits for all members of the queue together.</source>
        <translation>它们等候的是该队列的全部成员。</translation>
    </message>
    <message>
        <source>The oldest waits for {time}.</source>
        <translation>最早的一条已等候 {time}。</translation>
    </message>
    <message>
        <source>Behind by {time}.</source>
        <translation>落后 {time}。</translation>
    </message>
    <message>
        <source>send lag</source>
        <translation>发送延误</translation>
    </message>
    <message>
        <source>transit</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>waiting here</source>
        <translation>在此等候</translation>
    </message>
    <message>
        <source>service</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>{part}: mean {mean}, p50 {p50}, p99 {p99}</source>
        <translation>{part}：平均 {mean}，p50 {p50}，p99 {p99}</translation>
    </message>
    <message>
        <source>{received} received = {done} done + {failed} failed + {holding} in hand + {returned} returned</source>
        <translation>收到 {received} = 完成 {done} + 失败 {failed} + 手中 {holding} + 退回 {returned}</translation>
    </message>
    <message>
        <source>{n} of them came again</source>
        <translation>其中 {n} 条是再次到来</translation>
    </message>
    <message>
        <source>{n} attempts after the first</source>
        <translation>首次之后又尝试 {n} 次</translation>
    </message>
    <message>
        <source>Little&apos;s law: too few messages yet</source>
        <translation>利特尔法则：消息还太少</translation>
    </message>
    <message>
        <source>holds</source>
        <translation>成立</translation>
    </message>
    <message>
        <source>unstable: more comes than it can work off</source>
        <translation>不稳定：到来的多于能处理的</translation>
    </message>
    <message>
        <source>a backlog shrinks</source>
        <translation>积压在减少</translation>
    </message>
    <message>
        <source>a measurement is wrong</source>
        <translation>有一项测量有误</translation>
    </message>
    <message>
        <source>too few messages</source>
        <translation>消息太少</translation>
    </message>
    <message>
        <source>from the sending to the end of the work</source>
        <translation>从发送到处理结束</translation>
    </message>
    <message>
        <source>in hand</source>
        <translation>手中</translation>
    </message>
    <message>
        <source>Little&apos;s law, {where}: L {measured}, X·W {predicted}: {verdict}</source>
        <translation>利特尔法则，{where}：L {measured}，X·W {predicted}：{verdict}</translation>
    </message>
</context>
<context>
    <name>ConsumersPanel</name>
    <message>
        <source>Consumers</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>New consumer…</source>
        <translation>新建消费者…</translation>
    </message>
    <message>
        <source>Pull from the chosen consumer</source>
        <translation>从所选消费者拉取</translation>
    </message>
    <message>
        <source>New consumer</source>
        <translation>新建消费者</translation>
    </message>
    <message>
        <source>A consumer takes messages from a broker: pushed, pulled on request, or both; alone, or sharing a queue with others. With pretended work it shows how a queue grows and drains.</source>
        <translation>消费者从服务器接收消息：推送、按请求拉取或两者兼有；独自接收，或与其他消费者分担一个队列。配上模拟处理，可以看到队列如何增长和消退。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Messages to pull</source>
        <translation>拉取的消息数</translation>
    </message>
    <message>
        <source>Pull</source>
        <translation>拉取</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>What waits for {name} at the broker goes with it. To keep it waiting there, stop the consumer instead.</source>
        <translation>在服务器等候 {name} 的消息将一并消失。要让它们继续等候，请改为停止该消费者。</translation>
    </message>
    <message>
        <source>Remove the consumer?</source>
        <translation>移除该消费者？</translation>
    </message>
    <message>
        <source>Removed the consumer {name}.</source>
        <translation>已移除消费者 {name}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing waited within {n} s.</source>
        <translation>{n} 秒内没有消息等候。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) pulled and acknowledged. The last one:</source>
        <translation>
            <numerusform>已拉取并确认 %n 条消息。最后一条：</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Control</name>
    <message numerus="yes">
        <source>Stop {name} while %n message(s) wait?</source>
        <translation>
            <numerusform>有 %n 条消息在等待，仍要停止 {name} 吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>They stay on disk and go on when it is started again. Drain sends them first and stops then.</source>
        <translation>它们留在磁盘上，再次启动时继续。排空则先发送它们，然后停止。</translation>
    </message>
    <message>
        <source>They are in memory only and are lost when it stops. Drain sends them first and stops then.</source>
        <translation>它们仅在内存中，停止后即丢失。排空则先发送它们，然后停止。</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>立即停止</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Remove the bridge {name}?</source>
        <translation>移除桥接 {name}？</translation>
    </message>
    <message>
        <source>It stops, and the workspace forgets it. The brokers keep what they have.</source>
        <translation>它会停止，工作区不再记住它。各代理保留其已有的内容。</translation>
    </message>
    <message>
        <source>{lost} are lost with it. Drain it, or replay them, to keep them.</source>
        <translation>{lost}会随之丢失。要保留，请先排空或重放。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Drain, then stop</source>
        <translation>排空后停止</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>停止…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>移除…</translation>
    </message>
    <message>
        <source>Close the breaker</source>
        <translation>闭合断路器</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
</context>
<context>
    <name>Controls</name>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Topic, for example orders/7/created</source>
        <translation>主题，例如 orders/7/created</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation>载荷格式</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>The broker keeps it and gives it to later subscribers</source>
        <translation>代理会保留该消息，并发送给之后的订阅者</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>MQTT 5 properties, latency stamp, seed</source>
        <translation>MQTT 5 属性、延迟时间戳、随机种子</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>发布</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
</context>
<context>
    <name>DeadEditor</name>
    <message>
        <source>Edit and replay</source>
        <translation>编辑并重放</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Where it was to go; of a message that was not mapped yet, where it came from.</source>
        <translation>它本应去往的主题；尚未映射的消息则为其来处。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Of the Kafka record, as hex.</source>
        <translation>Kafka 记录的键，十六进制。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Bytes as hex</source>
        <translation>十六进制字节</translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation>载荷形式</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>It is too large to edit here; it is sent as it is.</source>
        <translation>过大，无法在此编辑；将原样发送。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
</context>
<context>
    <name>DeadTab</name>
    <message>
        <source>Dead letters</source>
        <translation>死信</translation>
    </message>
    <message>
        <source>Bytes of the dead letter</source>
        <translation>死信的字节</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>What a bridge cannot deliver is kept here byte for byte, and never thrown away.</source>
        <translation>桥接无法投递的消息逐字节保存在这里，绝不丢弃。</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>显示更多</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>编辑并重放…</translation>
    </message>
    <message>
        <source>Replay all…</source>
        <translation>全部重放…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>清除…</translation>
    </message>
    <message>
        <source>{n} of {total} shown</source>
        <translation>显示 {total} 条中的 {n} 条</translation>
    </message>
    <message>
        <source>route {n}</source>
        <translation>路由 {n}</translation>
    </message>
    <message>
        <source>no payload (a tombstone)</source>
        <translation>无载荷（墓碑）</translation>
    </message>
    <message>
        <source>Replay as they are</source>
        <translation>原样重放</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制行</translation>
    </message>
    <message numerus="yes">
        <source>Replay %n dead letter(s)?</source>
        <translation>
            <numerusform>重放 %n 条死信？</numerusform>
        </translation>
    </message>
    <message>
        <source>Each is sent again as it is. What fails again comes back here.</source>
        <translation>每条都原样再次发送。再次失败的会回到这里。</translation>
    </message>
    <message>
        <source>Replay all</source>
        <translation>全部重放</translation>
    </message>
    <message numerus="yes">
        <source>Throw %n dead letter(s) away for good?</source>
        <translation>
            <numerusform>永久丢弃 %n 条死信？</numerusform>
        </translation>
    </message>
    <message>
        <source>Nobody gets them any more. Export them first to keep a copy.</source>
        <translation>之后谁也收不到它们。要留副本，请先导出。</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Export dead letters</source>
        <translation>导出死信</translation>
    </message>
    <message>
        <source>JSON lines (*.jsonl)</source>
        <translation>JSON 行 (*.jsonl)</translation>
    </message>
    <message>
        <source>dead-letters.jsonl</source>
        <translation>dead-letters.jsonl</translation>
    </message>
    <message numerus="yes">
        <source>%n dead letter(s) exported.</source>
        <translation>
            <numerusform>已导出 %n 条死信。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DiffView</name>
    <message>
        <source>Hold</source>
        <translation>锁定</translation>
    </message>
    <message>
        <source>Go on comparing with the same message while you choose others</source>
        <translation>选择其他消息时，仍与同一条消息比较</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Choose another message: it is compared with this one.</source>
        <translation>选择另一条消息，与此条进行比较。</translation>
    </message>
    <message>
        <source>since {time} {topic}</source>
        <translation>与 {time} 的 {topic} 相比</translation>
    </message>
    <message>
        <source>No difference {since}</source>
        <translation>{since}，无差异</translation>
    </message>
    <message>
        <source>First difference at byte {at}, too large to compare by line, {since}</source>
        <translation>{since}，首个差异在第 {at} 字节，内容过大，无法逐行比较</translation>
    </message>
    <message>
        <source>Changes {since}</source>
        <translation>{since}的变化</translation>
    </message>
</context>
<context>
    <name>Drawing</name>
    <message>
        <source>Graph of brokers and bridges</source>
        <translation>代理与桥接的图</translation>
    </message>
    <message>
        <source>to a broker…</source>
        <translation>到某个代理…</translation>
    </message>
    <message>
        <source>bridge to {name}</source>
        <translation>桥接到 {name}</translation>
    </message>
</context>
<context>
    <name>DryRunTab</name>
    <message>
        <source>Messages, one JSON object a line</source>
        <translation>消息，每行一个 JSON 对象</translation>
    </message>
    <message>
        <source>How many messages of the log</source>
        <translation>取日志中的多少条消息</translation>
    </message>
    <message>
        <source>What would leave</source>
        <translation>将发出的内容</translation>
    </message>
    <message>
        <source>Message and copy</source>
        <translation>消息与副本</translation>
    </message>
    <message>
        <source>Input, output, or the reason for none shows here. Nothing is sent.</source>
        <translation>这里显示输入、输出，或没有输出的原因。不会发送任何内容。</translation>
    </message>
    <message>
        <source>Try these</source>
        <translation>试运行这些</translation>
    </message>
    <message>
        <source>Selected message</source>
        <translation>所选消息</translation>
    </message>
    <message>
        <source>Last of the log</source>
        <translation>日志中最近的</translation>
    </message>
    <message>
        <source>One message a line, as JSON; or messages that were recorded.</source>
        <translation>每行一条 JSON 消息；或取已记录的消息。</translation>
    </message>
    <message>
        <source>The log holds no message yet.</source>
        <translation>日志中还没有消息。</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n 条消息</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would leave</source>
        <translation>
            <numerusform>%n 条将发出</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n it does not take</source>
        <translation>
            <numerusform>%n 条不予接收</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would become a dead letter</source>
        <translation>
            <numerusform>%n 条将成为死信</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Search saved events</source>
        <translation>搜索已保存事件</translation>
    </message>
    <message>
        <source>Events you save appear here, ready to be published again.</source>
        <translation>已保存的事件会显示在这里，可随时再次发布。</translation>
    </message>
    <message>
        <source>Save this event</source>
        <translation>保存此事件</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Save event</source>
        <translation>保存事件</translation>
    </message>
    <message>
        <source>Rename event</source>
        <translation>重命名事件</translation>
    </message>
    <message>
        <source>Deleted {name}.</source>
        <translation>已删除 {name}。</translation>
    </message>
    <message>
        <source>Give it a name.</source>
        <translation>请输入名称。</translation>
    </message>
    <message>
        <source>Saved {name}.</source>
        <translation>已保存 {name}。</translation>
    </message>
    <message>
        <source>Another event has this name, or it is empty.</source>
        <translation>名称为空，或已被其他事件使用。</translation>
    </message>
    <message>
        <source>That collection has an event of this name.</source>
        <translation>该集合中已有同名事件。</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>EventTree</name>
    <message>
        <source>Saved events</source>
        <translation>已保存事件</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop the export</source>
        <translation>停止导出</translation>
    </message>
    <message>
        <source>Export the messages that match the filter</source>
        <translation>导出符合过滤条件的消息</translation>
    </message>
    <message>
        <source>JSON lines, every byte kept (*.jsonl)</source>
        <translation>JSON 行，保留每个字节 (*.jsonl)</translation>
    </message>
    <message>
        <source>CSV for spreadsheets (*.csv)</source>
        <translation>用于电子表格的 CSV (*.csv)</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Export all messages</source>
        <translation>导出所有消息</translation>
    </message>
    <message>
        <source>Exporting to {name}: {scanned} of {n} looked at, {written} written</source>
        <translation>正在导出到 {name}：已查看 {n} 条中的 {scanned} 条，已写入 {written} 条</translation>
    </message>
</context>
<context>
    <name>FactsView</name>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>MQTT 5 properties</source>
        <translation>MQTT 5 属性</translation>
    </message>
    <message>
        <source>User properties</source>
        <translation>用户属性</translation>
    </message>
    <message>
        <source>Stamp of Eventscope</source>
        <translation>Eventscope 时间戳</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>MQTT version</source>
        <translation>MQTT 版本</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>DUP</source>
        <translation>DUP</translation>
    </message>
    <message>
        <source>Topic not valid</source>
        <translation>主题无效</translation>
    </message>
    <message>
        <source>Sent by this workspace</source>
        <translation>由此工作区发送</translation>
    </message>
    <message>
        <source>Payload bytes</source>
        <translation>载荷字节数</translation>
    </message>
    <message>
        <source>Property bytes</source>
        <translation>属性字节数</translation>
    </message>
    <message>
        <source>Number in the log</source>
        <translation>日志中的编号</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>Payload Format Indicator</source>
        <translation>载荷格式指示</translation>
    </message>
    <message>
        <source>Message Expiry Interval</source>
        <translation>消息过期间隔</translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation>内容类型</translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation>响应主题</translation>
    </message>
    <message>
        <source>Correlation Data</source>
        <translation>关联数据</translation>
    </message>
    <message>
        <source>Topic Alias</source>
        <translation>主题别名</translation>
    </message>
    <message>
        <source>Subscription Identifier</source>
        <translation>订阅标识符</translation>
    </message>
    <message>
        <source>Not shown here</source>
        <translation>此处未显示</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>流</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>序号</translation>
    </message>
    <message>
        <source>To be sent at</source>
        <translation>计划发送时间</translation>
    </message>
    <message>
        <source>Sent at</source>
        <translation>实际发送时间</translation>
    </message>
    <message>
        <source>Clock of</source>
        <translation>时钟来源</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
</context>
<context>
    <name>FilterBox</name>
    <message>
        <source>Filter messages</source>
        <translation>筛选消息</translation>
    </message>
    <message>
        <source>Filter: topic, text, /regex/ or CEL, e.g. payload.total &gt; 100</source>
        <translation>筛选：主题、文本、/正则/ 或 CEL，例如 payload.total &gt; 100</translation>
    </message>
    <message>
        <source>Show all messages again</source>
        <translation>重新显示所有消息</translation>
    </message>
    <message>
        <source>Recent filters</source>
        <translation>最近的筛选</translation>
    </message>
    <message>
        <source>What can be typed here</source>
        <translation>筛选语法说明</translation>
    </message>
    <message>
        <source>None yet: filters used with Enter are kept here</source>
        <translation>暂无：按 Enter 应用过的筛选会保存在这里</translation>
    </message>
</context>
<context>
    <name>FilterHelp</name>
    <message>
        <source>What the filter understands</source>
        <translation>筛选支持的语法</translation>
    </message>
    <message>
        <source>Words beside each other must all match. A - before a word turns it round.</source>
        <translation>并列的词须全部匹配。词前加 - 表示取反。</translation>
    </message>
    <message>
        <source>text in topic or payload, upper or lower case</source>
        <translation>主题或载荷中的文本，不区分大小写</translation>
    </message>
    <message>
        <source>the same, with spaces and marks as they are</source>
        <translation>同上，空格和符号按原样匹配</translation>
    </message>
    <message>
        <source>an MQTT topic filter</source>
        <translation>MQTT 主题过滤器</translation>
    </message>
    <message>
        <source>a regular expression (RE2); i: upper or lower case</source>
        <translation>正则表达式 (RE2)；i：不区分大小写</translation>
    </message>
    <message>
        <source>delivered with QoS 1 and retained; also dup:no</source>
        <translation>以 QoS 1 投递的保留消息；也可用 dup:no</translation>
    </message>
    <message>
        <source>payload size in B, kB, KiB, MB, MiB</source>
        <translation>载荷大小，单位 B、kB、KiB、MB、MiB</translation>
    </message>
    <message>
        <source>latency in ns, us, ms, s; only stamped messages have one</source>
        <translation>延迟，单位 ns、us、ms、s；仅带时间戳的消息有此值</translation>
    </message>
    <message>
        <source>received after or before; also 2025-06-01T14:30; -10m: ten minutes ago</source>
        <translation>在此之后或之前收到；也可写 2025-06-01T14:30；-10m 表示十分钟前</translation>
    </message>
    <message>
        <source>these bytes in the payload</source>
        <translation>载荷中包含这些字节</translation>
    </message>
    <message>
        <source>everything else</source>
        <translation>其余所有消息</translation>
    </message>
    <message>
        <source>a CEL expression over payload, topic, qos, retain, size, latency_ms</source>
        <translation>CEL 表达式，可用 payload、topic、qos、retain、size、latency_ms</translation>
    </message>
</context>
<context>
    <name>Filtering</name>
    <message>
        <source>This topic is not valid in MQTT, so no topic filter can name it.</source>
        <translation>该主题在 MQTT 中无效，任何主题过滤器都无法表示它。</translation>
    </message>
</context>
<context>
    <name>Filters</name>
    <message>
        <source>Write at least one filter; # carries everything.</source>
        <translation>至少写一个过滤器；# 表示全部。</translation>
    </message>
</context>
<context>
    <name>FloodsView</name>
    <message>
        <source>msg/s</source>
        <translation>条/秒</translation>
    </message>
    <message>
        <source>bytes/s</source>
        <translation>字节/秒</translation>
    </message>
    <message>
        <source>all messages</source>
        <translation>全部消息</translation>
    </message>
    <message>
        <source>all bytes</source>
        <translation>全部字节</translation>
    </message>
    <message>
        <source>Rank by</source>
        <translation>排序依据</translation>
    </message>
    <message>
        <source>topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>1 level</source>
        <translation>1 级</translation>
    </message>
    <message>
        <source>2 levels</source>
        <translation>2 级</translation>
    </message>
    <message>
        <source>3 levels</source>
        <translation>3 级</translation>
    </message>
    <message>
        <source>Join topics</source>
        <translation>合并主题</translation>
    </message>
    <message>
        <source>What floods</source>
        <translation>流量排行</translation>
    </message>
    <message>
        <source>What is large: of all that our subscriptions receive now, or received since the engine started.</source>
        <translation>按什么排序：我们的订阅当前收到的流量，或自引擎启动以来收到的总量。</translation>
    </message>
    <message>
        <source>Topics one by one, or joined where their first levels agree: many small ones may be one flood.</source>
        <translation>逐个主题，或将前几级相同的主题合并：许多小主题合起来可能就是一股洪流。</translation>
    </message>
    <message>
        <source>Nothing comes at present.</source>
        <translation>目前没有消息。</translation>
    </message>
    <message>
        <source>Nothing came yet.</source>
        <translation>还没有收到消息。</translation>
    </message>
    <message>
        <source>{n} more: {traffic}, {share}</source>
        <translation>另有 {n} 个：{traffic}，{share}</translation>
    </message>
    <message>
        <source>Among them {n} topics that found no room here. The message log has them all.</source>
        <translation>其中 {n} 个主题在此放不下。消息日志中保存了全部内容。</translation>
    </message>
    <message>
        <source>Shares are of the topics that were found.</source>
        <translation>占比以找到的主题为准。</translation>
    </message>
    <message>
        <source>The order rests while the pointer is on it.</source>
        <translation>指针停留时顺序保持不变。</translation>
    </message>
</context>
<context>
    <name>ForeignDialog</name>
    <message>
        <source>Open workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>This workspace was not opened here before</source>
        <translation>此工作区尚未在这里打开过</translation>
    </message>
    <message>
        <source>{path} would do the following by itself. Tick what you want; the rest is opened too, but waits until you start it.</source>
        <translation>{path} 会自动执行以下操作。勾选你想要的；其余的也会打开，但要等你启动。</translation>
    </message>
    <message>
        <source>Open the embedded broker as {place} says</source>
        <translation>按 {place} 的内容开启内置代理</translation>
    </message>
    <message>
        <source>Connect {name} to {place}</source>
        <translation>将 {name} 连接到 {place}</translation>
    </message>
    <message>
        <source>by itself, as soon as the workspace opens</source>
        <translation>自动，工作区一打开就连接</translation>
    </message>
    <message>
        <source>for the bridge {name}</source>
        <translation>用于桥接 {name}</translation>
    </message>
    <message>
        <source>for the consumer {name}</source>
        <translation>用于消费者 {name}</translation>
    </message>
    <message>
        <source>its file may let others reach the broker over the network</source>
        <translation>该文件可能让他人经由网络访问代理</translation>
    </message>
    <message>
        <source>with the password that is stored here for this connection</source>
        <translation>使用此处为该连接保存的密码</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>GeneralTab</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>As it is called in the graph, in files and figures.</source>
        <translation>在图、文件和指标中的名称。</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>源</translation>
    </message>
    <message>
        <source>The broker that it takes messages from.</source>
        <translation>它从中取消息的代理。</translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation>主题过滤器</translation>
    </message>
    <message>
        <source>What it subscribes to: + stands for one level, # for the rest.</source>
        <translation>它订阅的内容：+ 代表一级，# 代表其余各级。</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>The topic of Kafka that it consumes.</source>
        <translation>它消费的 Kafka 主题。</translation>
    </message>
    <message>
        <source>Of the subscription at the source.</source>
        <translation>在源处的订阅 QoS。</translation>
    </message>
    <message>
        <source>Consumer group</source>
        <translation>消费者组</translation>
    </message>
    <message>
        <source>Empty: one of its own. Its offsets say where it goes on.</source>
        <translation>留空：使用自己的组。其偏移量决定从何处继续。</translation>
    </message>
    <message>
        <source>with what comes from now on</source>
        <translation>从此刻起到来的消息</translation>
    </message>
    <message>
        <source>with the oldest record</source>
        <translation>从最旧的记录</translation>
    </message>
    <message>
        <source>Begins</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Where a group without offsets begins.</source>
        <translation>没有偏移量的组从何处开始。</translation>
    </message>
    <message>
        <source>Shared as</source>
        <translation>共享名</translation>
    </message>
    <message>
        <source>Empty: alone. A name lets several processes share the messages.</source>
        <translation>留空：独自。填写名称可让多个进程分担消息。</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>publish-subscribe: every route whose condition holds takes a message. point-to-point: the first of them, equal ones in turn. hybrid: one route of every group.</source>
        <translation>发布订阅：条件成立的每条路由都取得消息。点对点：其中的第一条，相同者轮流。混合：每个组各取一条路由。</translation>
    </message>
    <message>
        <source>Delivery</source>
        <translation>投递</translation>
    </message>
    <message>
        <source>What it promises stands at the right.</source>
        <translation>它所作的保证见右侧。</translation>
    </message>
    <message>
        <source>Path filter</source>
        <translation>路径过滤器</translation>
    </message>
    <message>
        <source>Protocol</source>
        <translation>协议</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>broker.example, 192.0.2.7, or a whole address as in mqtts://host:8883</source>
        <translation>broker.example、192.0.2.7，或完整地址，如 mqtts://host:8883</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Joins</source>
        <translation>连接的成员</translation>
    </message>
    <message>
        <source>An event published at the bus reaches all of them; what enters by one of them reaches the others and the bus, once.</source>
        <translation>在总线上发布的事件到达所有成员；经由其中一个进入的事件到达其他成员和总线，各一次。</translation>
    </message>
    <message>
        <source>Carries</source>
        <translation>承载</translation>
    </message>
    <message>
        <source>MQTT filters, one a line. In Kafka dots stand for slashes.</source>
        <translation>MQTT 过滤器，每行一个。在 Kafka 中以点代替斜杠。</translation>
    </message>
    <message>
        <source>MQTT version</source>
        <translation>MQTT 版本</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>客户端 ID</translation>
    </message>
    <message>
        <source>empty: one of our own that stays the same on this computer</source>
        <translation>留空：使用自动生成的 ID，在本机上保持不变</translation>
    </message>
    <message>
        <source>Login (SASL)</source>
        <translation>登录方式 (SASL)</translation>
    </message>
    <message>
        <source>Token server</source>
        <translation>令牌服务器</translation>
    </message>
    <message>
        <source>URL that gives tokens for user and password (client id and secret).</source>
        <translation>以用户和密码（客户端 ID 与密钥）换取令牌的 URL。</translation>
    </message>
    <message>
        <source>User name</source>
        <translation>用户名</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密码</translation>
    </message>
    <message>
        <source>Without a user</source>
        <translation>没有用户时</translation>
    </message>
    <message>
        <source>the password signs webhooks</source>
        <translation>密码用于为 webhook 签名</translation>
    </message>
    <message>
        <source>it is sent as a bearer token</source>
        <translation>密码作为 bearer 令牌发送</translation>
    </message>
    <message>
        <source>A secret that signs is base64, with or without whsec_ before it (Standard Webhooks). Where events are posted to this computer it is the token that must come with them.</source>
        <translation>用于签名的密钥为 base64，前面可带 whsec_（Standard Webhooks）。当事件投递到本机时，它就是必须随附的令牌。</translation>
    </message>
    <message>
        <source>Keep Alive, s</source>
        <translation>保活间隔，s</translation>
    </message>
    <message>
        <source>0 switches it off.</source>
        <translation>0 表示关闭。</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>会话</translation>
    </message>
    <message>
        <source>Clean Start: forget what the broker kept</source>
        <translation>全新开始 (Clean Start)：清除代理保留的内容</translation>
    </message>
    <message>
        <source>Session Expiry, s</source>
        <translation>会话过期间隔（秒）</translation>
    </message>
    <message>
        <source>How long the broker keeps the session after we left.</source>
        <translation>我们离开后，代理保留会话的时长。</translation>
    </message>
    <message>
        <source>Give up after, s</source>
        <translation>超时（秒）</translation>
    </message>
    <message>
        <source>At start</source>
        <translation>启动时</translation>
    </message>
    <message>
        <source>Connect when the workspace opens</source>
        <translation>打开工作区时连接</translation>
    </message>
    <message>
        <source>kept; type to replace it</source>
        <translation>已保存；输入即可替换</translation>
    </message>
    <message>
        <source>bus</source>
        <translation>总线</translation>
    </message>
    <message>
        <source>Enter a host name or an address, without spaces or slashes.</source>
        <translation>请输入主机名或地址，不含空格和斜杠。</translation>
    </message>
    <message>
        <source>A client ID has at most 65,535 bytes and no NUL.</source>
        <translation>客户端 ID 最多 65,535 字节，且不能含 NUL。</translation>
    </message>
    <message>
        <source>{mechanism} needs a user.</source>
        <translation>{mechanism} 需要用户。</translation>
    </message>
    <message>
        <source>Enter the address of the server that gives tokens, as in https://login.example/token.</source>
        <translation>请输入发放令牌的服务器地址，例如 https://login.example/token。</translation>
    </message>
    <message>
        <source>broker1.example, or several: broker1.example:9092,broker2.example:9092</source>
        <translation>broker1.example，或多个：broker1.example:9092,broker2.example:9092</translation>
    </message>
    <message>
        <source>Clean Session: keep nothing there</source>
        <translation>清除会话：不在代理上保留任何内容</translation>
    </message>
    <message>
        <source>mqtt · TCP</source>
        <translation>mqtt · TCP</translation>
    </message>
    <message>
        <source>mqtts · TCP with TLS</source>
        <translation>mqtts · TCP + TLS</translation>
    </message>
    <message>
        <source>ws · WebSocket</source>
        <translation>ws · WebSocket</translation>
    </message>
    <message>
        <source>wss · WebSocket with TLS</source>
        <translation>wss · WebSocket + TLS</translation>
    </message>
    <message>
        <source>kafka · Kafka</source>
        <translation>kafka · Kafka</translation>
    </message>
    <message>
        <source>kafkas · Kafka with TLS</source>
        <translation>kafkas · 使用 TLS 的 Kafka</translation>
    </message>
    <message>
        <source>http · webhooks</source>
        <translation>http · webhook</translation>
    </message>
    <message>
        <source>https · webhooks with TLS</source>
        <translation>https · 使用 TLS 的 webhook</translation>
    </message>
    <message>
        <source>bus · joins several of these</source>
        <translation>bus · 连接以上多个</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Tried with Apache Kafka 4.1 on one machine: no login, PLAIN, SCRAM, TLS. Not tried with a real server: OAUTHBEARER, client certificates, clusters of several brokers.</source>
        <translation>已在一台机器上用 Apache Kafka 4.1 试过：无登录、PLAIN、SCRAM、TLS。未在真实服务器上试过：OAUTHBEARER、客户端证书、多代理集群。</translation>
    </message>
    <message>
        <source>Kept in the key store of this system, never in the workspace file; for this session only where there is no key store.</source>
        <translation>保存在本系统的密钥库中，绝不写入工作区文件；没有密钥库时仅在本次运行期间保留。</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Gap</source>
        <translation>间隔</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>QoS</source>
        <translation>QoS</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>标志</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Fit all to their contents</source>
        <translation>所有列适应内容</translation>
    </message>
    <message>
        <source>Columns as at first</source>
        <translation>恢复默认列</translation>
    </message>
</context>
<context>
    <name>HeatKey</name>
    <message>
        <source>From few messages to most of them</source>
        <translation>消息由少到多</translation>
    </message>
    <message>
        <source>few</source>
        <translation>少</translation>
    </message>
    <message>
        <source>most</source>
        <translation>多</translation>
    </message>
</context>
<context>
    <name>HeatPlot</name>
    <message>
        <source>{n} · {share} %</source>
        <translation>{n} · {share}%</translation>
    </message>
</context>
<context>
    <name>HelpDialog</name>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>How figures are computed</source>
        <translation>指标的计算方法</translation>
    </message>
    <message>
        <source>Eventscope {version}</source>
        <translation>Eventscope {version}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>publish what is in the composer</source>
        <translation>发布当前发布器的内容</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>pause the message table, wherever nothing is typed or pressed by it</source>
        <translation>暂停消息表（焦点不在输入框或按钮上时）</translation>
    </message>
    <message>
        <source>back to the newest message; in the filter: clear it, once more: leave it</source>
        <translation>回到最新消息；在筛选框中：先清除，再按一次离开</translation>
    </message>
    <message>
        <source>in the topic tree: clear retained messages, after a question</source>
        <translation>在主题树中：清除保留消息（需确认）</translation>
    </message>
    <message>
        <source>Double click</source>
        <translation>双击</translation>
    </message>
    <message>
        <source>on a topic: filter by it</source>
        <translation>在主题上：按该主题筛选</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>messages completed ÷ time observed; offered and delivered apart</source>
        <translation>完成的消息数 ÷ 观测时长；提供与已投递分开统计</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>ρ = arrival rate ÷ service rate; above 1 the queue grows</source>
        <translation>ρ = 到达率 ÷ 服务率；大于 1 时队列增长</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>time received − time it was due to be sent, as percentiles, never as a mean</source>
        <translation>接收时间 − 应发送时间，以分位表示，从不取均值</translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation>队列深度</translation>
    </message>
    <message>
        <source>messages in − messages out − dropped, counted where it can be seen</source>
        <translation>流入消息数 − 流出消息数 − 丢弃数，在可观测处计数</translation>
    </message>
    <message>
        <source>Little&apos;s law</source>
        <translation>利特尔定律</translation>
    </message>
    <message>
        <source>L = X · W: depth = throughput × time spent, in the same boundary</source>
        <translation>L = X · W：深度 = 吞吐量 × 停留时间，取同一边界</translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>service rate ÷ arrival rate = 1 ÷ ρ</source>
        <translation>服务率 ÷ 到达率 = 1 ÷ ρ</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>gaps in the sequence of a stream, after a grace time; late ones are taken back</source>
        <translation>流中序号的缺口，超过宽限时间后计入；迟到的消息会从中扣回</translation>
    </message>
    <message>
        <source>Bridge, added</source>
        <translation>桥接，附加延迟</translation>
    </message>
    <message>
        <source>time of the target&apos;s answer − time of arrival here, for each message that crossed</source>
        <translation>目标答复的时间 − 到达此处的时间，对每条通过的消息</translation>
    </message>
    <message>
        <source>Bridge, waiting</source>
        <translation>桥接，等待</translation>
    </message>
    <message>
        <source>messages stored − messages that the target acknowledged, exact</source>
        <translation>已存储的消息 − 目标已确认的消息，精确</translation>
    </message>
    <message>
        <source>Bridge, books</source>
        <translation>桥接，账目</translation>
    </message>
    <message>
        <source>copies for routes = out + waiting + dead + expired + stopped in a loop + dropped, checked</source>
        <translation>进入路由的副本 = 流出 + 等待 + 死信 + 过期 + 因循环停止 + 丢弃，经核对</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>估计值</translation>
    </message>
    <message>
        <source>carries a ~ or a dashed line; what was not measured says so</source>
        <translation>带 ~ 或以虚线表示；未测量的会注明</translation>
    </message>
</context>
<context>
    <name>HexView</name>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>Offset to go to</source>
        <translation>要转到的偏移</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>上一段</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>下一段</translation>
    </message>
    <message>
        <source>bytes {start} to {end} of {size}</source>
        <translation>第 {start} 到 {end} 字节，共 {size} 字节</translation>
    </message>
    <message>
        <source>{size} bytes</source>
        <translation>{size} 字节</translation>
    </message>
</context>
<context>
    <name>Hints</name>
    <message>
        <source>First steps</source>
        <translation>入门</translation>
    </message>
    <message>
        <source>A demo is running: orders flow through the broker inside.</source>
        <translation>演示正在运行：订单正流经内置代理。</translation>
    </message>
    <message>
        <source>Publish an event of your own</source>
        <translation>发布自己的事件</translation>
    </message>
    <message>
        <source>Connect your own broker</source>
        <translation>连接自己的代理</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P finds every command</source>
        <translation>按 Ctrl+Shift+P 可找到所有命令</translation>
    </message>
    <message>
        <source>Close the hints</source>
        <translation>关闭提示</translation>
    </message>
</context>
<context>
    <name>HopsView</name>
    <message>
        <source>Station</source>
        <translation>站点</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Way of the message</source>
        <translation>消息的路径</translation>
    </message>
    <message>
        <source>Show in the graph</source>
        <translation>在图中显示</translation>
    </message>
    <message>
        <source>This message says nothing of its way: it carries neither a stamp nor the marks of a bridge, or a hop by MQTT 3.1.1 took them off.</source>
        <translation>此消息没有说明其路径：它既无时间戳也无桥接的标记，或者某一跳 MQTT 3.1.1 将其去掉了。</translation>
    </message>
    <message numerus="yes">
        <source>%n bridge(s) crossed.</source>
        <translation>
            <numerusform>经过 %n 个桥接。</numerusform>
        </translation>
    </message>
    <message>
        <source>Timed where it was stamped, and here.</source>
        <translation>在加盖时间戳处和此处计时。</translation>
    </message>
    <message>
        <source>usually {time}</source>
        <translation>通常 {time}</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>due at {name}</source>
        <translation>计划由 {name} 发出</translation>
    </message>
    <message>
        <source>sent by {name}</source>
        <translation>由 {name} 发出</translation>
    </message>
    <message>
        <source>acknowledged to the sender</source>
        <translation>已向发送者确认</translation>
    </message>
    <message>
        <source>at {name}</source>
        <translation>在 {name}</translation>
    </message>
    <message>
        <source>over {name}</source>
        <translation>经由 {name}</translation>
    </message>
    <message>
        <source>{name} bridge(s) before these</source>
        <translation>此前还有 {name} 个桥接</translation>
    </message>
    <message>
        <source>received here</source>
        <translation>在此收到</translation>
    </message>
    <message>
        <source>unknown: {id}</source>
        <translation>未知：{id}</translation>
    </message>
    <message>
        <source>its sender</source>
        <translation>其发送者</translation>
    </message>
    <message>
        <source>Half of this bridge&apos;s messages take no longer now; this one was not measured there.</source>
        <translation>该桥接目前有半数消息所用时间不超过此值；这一条未在那里测量。</translation>
    </message>
    <message>
        <source>Brokers and bridges leave no time on a message.</source>
        <translation>代理和桥接不会在消息上留下时间。</translation>
    </message>
    <message>
        <source>{time}, by the wall clocks of two computers</source>
        <translation>{time}，按两台计算机的时钟</translation>
    </message>
</context>
<context>
    <name>Inspector</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Save payload</source>
        <translation>保存载荷</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>{n} more of these.</source>
        <translation>另有 {n} 处类似问题。</translation>
    </message>
    <message>
        <source>Names given twice: {n} (first “{detail}”). All are shown; most readers keep the last.</source>
        <translation>重复的名称：{n} 个（首个为“{detail}”）。已全部显示；多数解析器只保留最后一个。</translation>
    </message>
    <message>
        <source>Numbers that programs would round: {n} (first {detail}). Shown as written.</source>
        <translation>会被其他程序舍入的数字：{n} 个（首个为 {detail}）。按原样显示。</translation>
    </message>
    <message>
        <source>Not JSON (RFC 8259): {detail}, {n} times. Other programs may refuse this payload.</source>
        <translation>不符合 JSON (RFC 8259)：{detail}，共 {n} 处。其他程序可能拒绝此载荷。</translation>
    </message>
    <message>
        <source>Half surrogate pairs: {n}. Many programs cannot read them.</source>
        <translation>不成对的 UTF-16 代理项：{n} 个。许多程序无法读取。</translation>
    </message>
    <message>
        <source>Begins with a byte order mark, which JSON should not.</source>
        <translation>以字节顺序标记 (BOM) 开头，JSON 不应包含它。</translation>
    </message>
</context>
<context>
    <name>InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Views of the message</source>
        <translation>消息视图</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>树</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Diff</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Choose a message in the table to see all of it: payload, properties, times.</source>
        <translation>在表格中选择一条消息，即可查看其全部内容：载荷、属性、时间。</translation>
    </message>
    <message>
        <source>Show the newest message</source>
        <translation>显示最新消息</translation>
    </message>
    <message>
        <source>Copy payload</source>
        <translation>复制载荷</translation>
    </message>
    <message>
        <source>More to do with this message</source>
        <translation>此消息的更多操作</translation>
    </message>
    <message>
        <source>Inspect the newest message</source>
        <translation>检查最新消息</translation>
    </message>
    <message>
        <source>Copy payload, escaped</source>
        <translation>复制载荷（转义）</translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation>复制主题</translation>
    </message>
    <message>
        <source>Save payload to a file</source>
        <translation>将载荷保存到文件</translation>
    </message>
    <message>
        <source>Compose a copy</source>
        <translation>复制到发布器</translation>
    </message>
    <message>
        <source>QoS {n}</source>
        <translation>QoS {n}</translation>
    </message>
    <message>
        <source>retained</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>DUP</source>
        <translation>DUP</translation>
    </message>
    <message>
        <source>JSON, too large to lay out</source>
        <translation>JSON，过大，无法格式化</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>not UTF-8: other bytes as \xNN</source>
        <translation>非 UTF-8：其他字节显示为 \xNN</translation>
    </message>
    <message>
        <source>Payload copied.</source>
        <translation>已复制载荷。</translation>
    </message>
    <message>
        <source>Payload copied, escaped.</source>
        <translation>已复制载荷（转义）。</translation>
    </message>
    <message>
        <source>Topic copied.</source>
        <translation>已复制主题。</translation>
    </message>
</context>
<context>
    <name>Kafka</name>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Offsets between first and end: compaction and transactions leave gaps in them.</source>
        <translation>首尾之间的偏移量：压缩和事务会在其中留下空缺。</translation>
    </message>
    <message>
        <source>Out of step</source>
        <translation>未同步</translation>
    </message>
    <message>
        <source>Partitions that have fewer copies in step than they should.</source>
        <translation>同步副本少于应有数量的分区。</translation>
    </message>
    <message>
        <source>Partition</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>First offset</source>
        <translation>首偏移量</translation>
    </message>
    <message>
        <source>End offset</source>
        <translation>末偏移量</translation>
    </message>
    <message>
        <source>Leader</source>
        <translation>首领</translation>
    </message>
    <message>
        <source>Replicas</source>
        <translation>副本</translation>
    </message>
    <message>
        <source>In step</source>
        <translation>同步</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>消费者组</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>成员</translation>
    </message>
    <message>
        <source>Lag</source>
        <translation>积压</translation>
    </message>
    <message>
        <source>Offsets from the committed one to the last stable one; + ?: some are unknown.</source>
        <translation>从已提交偏移量到最后稳定偏移量；“+ ?”表示有些未知。</translation>
    </message>
    <message>
        <source>Behind</source>
        <translation>落后</translation>
    </message>
    <message>
        <source>Age of the next record to be read, by its own time; the greatest one.</source>
        <translation>下一条待读记录的年龄（按其自身时间），取最大者。</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>读取者</translation>
    </message>
    <message>
        <source>Offset now</source>
        <translation>当前偏移量</translation>
    </message>
    <message>
        <source>Offset then</source>
        <translation>之后偏移量</translation>
    </message>
    <message>
        <source>What that means</source>
        <translation>含义</translation>
    </message>
    <message>
        <source>stable</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>dead</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>rebalancing</source>
        <translation>再均衡中</translation>
    </message>
    <message>
        <source>had no offset</source>
        <translation>原无偏移量</translation>
    </message>
    <message>
        <source>skips {n}</source>
        <translation>跳过 {n} 条</translation>
    </message>
    <message>
        <source>reads {n} again</source>
        <translation>重读 {n} 条</translation>
    </message>
    <message>
        <source>stays</source>
        <translation>不变</translation>
    </message>
    <message>
        <source>Topics of this cluster show here once somebody made one.</source>
        <translation>有人创建主题后，此集群的主题会显示在这里。</translation>
    </message>
    <message>
        <source>Part of a topic</source>
        <translation>主题的一部分</translation>
    </message>
    <message>
        <source>Move offsets…</source>
        <translation>移动偏移量…</translation>
    </message>
    <message>
        <source>Consumer groups</source>
        <translation>消费者组</translation>
    </message>
    <message>
        <source>Groups show here when consumers read from this cluster.</source>
        <translation>有消费者从此集群读取时，消费者组会显示在这里。</translation>
    </message>
    <message>
        <source>Part of a group</source>
        <translation>组名的一部分</translation>
    </message>
    <message>
        <source>Lag in each partition</source>
        <translation>各分区的积压</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往返时间</translation>
    </message>
    <message>
        <source>ms, to the slowest broker</source>
        <translation>毫秒，到最慢的代理</translation>
    </message>
    <message>
        <source>Waiting to leave</source>
        <translation>等待发出</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>requests</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Lag of our readers</source>
        <translation>本程序读取的滞后</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>流量</translation>
    </message>
    <message>
        <source>msg/s</source>
        <translation>条/秒</translation>
    </message>
    <message>
        <source>Retries and errors</source>
        <translation>重试与错误</translation>
    </message>
    <message>
        <source>requests a second</source>
        <translation>请求/秒</translation>
    </message>
    <message>
        <source>From a request of our producers to the broker&apos;s answer, as librdkafka measures it: half are faster than
p50, one in a hundred is slower than p99. Readers are left out: they wait for records on purpose.</source>
        <translation>从本程序生产者的请求到代理的应答，由 librdkafka 测量：一半快于 p50，
百分之一慢于 p99。读取方不计入：它们是有意等待记录的。</translation>
    </message>
    <message>
        <source>Events that our producers took and the cluster did not acknowledge yet.</source>
        <translation>本程序生产者已接收、集群尚未确认的事件。</translation>
    </message>
    <message>
        <source>Requests of our producers that wait for their turn or for the broker&apos;s answer.</source>
        <translation>本程序生产者正在排队或等待代理应答的请求。</translation>
    </message>
    <message>
        <source>Messages in the partitions that Eventscope reads here and that were not handed over yet.
The lag of all groups, other programs&apos; too, is in the list of groups.</source>
        <translation>Eventscope 在此读取的分区中尚未交付的消息。
所有消费者组（包括其他程序）的滞后见消费者组列表。</translation>
    </message>
    <message>
        <source>Messages that Eventscope itself sends to the cluster and receives from it.</source>
        <translation>Eventscope 自身向集群发送和从集群接收的消息。</translation>
    </message>
    <message>
        <source>Requests that were sent again, and requests that failed or ran out of time, at any broker of the cluster.</source>
        <translation>在集群任一代理处重新发送的请求，以及失败或超时的请求。</translation>
    </message>
    <message>
        <source>Nothing is read here yet: subscribe to a topic, or start a bridge that reads.</source>
        <translation>此处尚未读取：请订阅主题，或启动从此处读取的桥接。</translation>
    </message>
    <message>
        <source>Nothing is sent here yet: connect, publish an event, or start a bridge.</source>
        <translation>此处尚未发送：请连接、发布事件或启动桥接。</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>在途</translation>
    </message>
    <message>
        <source>lag</source>
        <translation>滞后</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>received</source>
        <translation>接收</translation>
    </message>
    <message>
        <source>retries</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Our clients</source>
        <translation>本程序的客户端</translation>
    </message>
</context>
<context>
    <name>KafkaSection</name>
    <message>
        <source>Look again</source>
        <translation>重新查看</translation>
    </message>
    <message>
        <source>Kafka cluster</source>
        <translation>Kafka 集群</translation>
    </message>
    <message>
        <source>What lives in the cluster</source>
        <translation>集群中的内容</translation>
    </message>
    <message>
        <source>Topics, consumer groups and our own clients</source>
        <translation>主题、消费者组和本程序的客户端</translation>
    </message>
    <message>
        <source>asking {address}…</source>
        <translation>正在询问 {address}…</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>cluster {id}</source>
        <translation>集群 {id}</translation>
    </message>
</context>
<context>
    <name>Legend</name>
    <message>
        <source>More lines</source>
        <translation>更多曲线</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>Nothing matches.</source>
        <translation>没有匹配项。</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>{n} of {total} shown</source>
        <translation>显示 {n} / {total}</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>复制行</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Connections</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Composer</source>
        <translation>发布器</translation>
    </message>
    <message>
        <source>Go to the next panel</source>
        <translation>转到下一个面板</translation>
    </message>
    <message>
        <source>Go to the panel before</source>
        <translation>转到上一个面板</translation>
    </message>
    <message>
        <source>Go to the composer</source>
        <translation>转到发布器</translation>
    </message>
    <message>
        <source>Open or fold the inspector</source>
        <translation>展开或折叠检查器</translation>
    </message>
    <message>
        <source>Arrange panels</source>
        <translation>调整面板布局</translation>
    </message>
    <message>
        <source>Put all panels back</source>
        <translation>还原所有面板</translation>
    </message>
    <message>
        <source>Show or hide {panel}</source>
        <translation>显示或隐藏{panel}</translation>
    </message>
</context>
<context>
    <name>MarkKey</name>
    <message>
        <source>Marks in the charts: {kinds}</source>
        <translation>图中的标记：{kinds}</translation>
    </message>
</context>
<context>
    <name>Members</name>
    <message>
        <source>A bus joins at least two connections. Add them first, then tick them.</source>
        <translation>总线至少连接两个连接。请先添加它们，再勾选。</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Broker</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Recent workspaces</source>
        <translation>最近的工作区</translation>
    </message>
</context>
<context>
    <name>MessageTable</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>The topic is not valid in MQTT. It is shown and never published.</source>
        <translation>该主题在 MQTT 中无效，仅供显示，绝不发布。</translation>
    </message>
    <message>
        <source>Sent by this workspace.</source>
        <translation>由本工作区发送。</translation>
    </message>
    <message>
        <source>Retained: the broker had kept it before the subscription.</source>
        <translation>保留消息：订阅之前已由代理保留。</translation>
    </message>
    <message>
        <source>DUP: the sender says that it may have sent it before.</source>
        <translation>DUP：发送方表示此消息之前可能已发送过。</translation>
    </message>
    <message>
        <source>Carries MQTT 5 properties; the inspector shows them.</source>
        <translation>带有 MQTT 5 属性，可在检查器中查看。</translation>
    </message>
    <message>
        <source>{time}
Taken when the bytes were read from the socket, local time, to the microsecond.</source>
        <translation>{time}
从套接字读取字节时的本地时间，精确到微秒。</translation>
    </message>
    <message>
        <source>Time since the row above, by the wall clock: the machine was started anew in between.</source>
        <translation>与上一行的时间差，按系统时钟计算：其间计算机曾重新启动。</translation>
    </message>
    <message>
        <source>Time since the row above, by the monotonic clock.</source>
        <translation>与上一行的时间差，按单调时钟计算。</translation>
    </message>
    <message>
        <source>
{n} bytes in all.</source>
        <translation>
共 {n} 字节。</translation>
    </message>
    <message>
        <source>
Holds hidden characters or bytes that are not UTF-8; they are shown as marks.</source>
        <translation>
含有隐藏字符或非 UTF-8 字节，以标记显示。</translation>
    </message>
    <message>
        <source>{n} bytes of payload.</source>
        <translation>载荷 {n} 字节。</translation>
    </message>
    <message>
        <source>No latency: the message carries no stamp of Eventscope.</source>
        <translation>无延迟数据：消息不带 Eventscope 时间戳。</translation>
    </message>
    <message>
        <source>It seems to have arrived {time} before it was to be sent: the two clocks disagree. Such values are counted and kept out of the percentiles.</source>
        <translation>此消息看似比应发送时间早 {time} 到达：两个时钟不一致。此类值单独计数，不计入分位。</translation>
    </message>
    <message>
        <source>{ns} ns from the intended send time to the arrival.</source>
        <translation>从应发送时间到到达共 {ns} ns。</translation>
    </message>
    <message>
        <source>
~ Measured between the wall clocks of two hosts: as exact as those agree.</source>
        <translation>
~ 在两台主机的系统时钟之间测得：精度取决于两者的一致程度。</translation>
    </message>
    <message>
        <source>no longer stored</source>
        <translation>已不在存储中</translation>
    </message>
    <message>
        <source>(empty)</source>
        <translation>（空）</translation>
    </message>
    <message>
        <source>clock error</source>
        <translation>时钟误差</translation>
    </message>
    <message>
        <source>nothing stored yet</source>
        <translation>尚无存储的消息</translation>
    </message>
    <message>
        <source>{n} in the log, all can be scrolled to</source>
        <translation>日志中 {n} 条，均可滚动查看</translation>
    </message>
    <message>
        <source>Paused; what comes is stored meanwhile</source>
        <translation>已暂停；期间收到的消息照常存储</translation>
    </message>
    <message>
        <source>{rate}, faster than the screen: pause to read</source>
        <translation>{rate}，快于屏幕刷新：暂停后查看</translation>
    </message>
    <message>
        <source>{found} found; older ones are left out, narrow the filter</source>
        <translation>找到 {found} 条；更早的未列出，请缩小筛选范围</translation>
    </message>
    <message>
        <source>{found} found; stopped after {scanned} of {n}</source>
        <translation>找到 {found} 条；查看 {n} 条中的 {scanned} 条后停止</translation>
    </message>
    <message>
        <source>{found} found among {n}</source>
        <translation>在 {n} 条中找到 {found} 条</translation>
    </message>
    <message>
        <source>{scanned} of {n} looked at, {found} found</source>
        <translation>已查找 {scanned} / {n}，找到 {found} 条</translation>
    </message>
    <message>
        <source> · {n} payloads too large to decode, seen as text</source>
        <translation> · {n} 个载荷过大，未解码，按文本处理</translation>
    </message>
</context>
<context>
    <name>MessagesPanel</name>
    <message>
        <source>Messages</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Freeze what is shown; everything is stored meanwhile (Space in the table)</source>
        <translation>冻结当前显示；其间仍存储所有消息（在表格中按空格键）</translation>
    </message>
    <message>
        <source>Follow newest</source>
        <translation>跟随最新</translation>
    </message>
    <message>
        <source>Keep the newest message in sight (Esc in the table)</source>
        <translation>始终显示最新消息（在表格中按 Esc）</translation>
    </message>
    <message>
        <source>Go to the newest message and follow (Esc in the table)</source>
        <translation>转到最新消息并跟随（在表格中按 Esc）</translation>
    </message>
    <message>
        <source>Messages appear here as they arrive, newest at the bottom. Subscribe to a topic to see its messages.</source>
        <translation>消息到达后显示在此处，最新的在底部。订阅主题即可查看其消息。</translation>
    </message>
    <message>
        <source>Add a subscription</source>
        <translation>添加订阅</translation>
    </message>
    <message>
        <source>No stored message matches the filter. New ones that match will appear here.</source>
        <translation>没有已存储的消息符合筛选条件。符合条件的新消息会显示在此处。</translation>
    </message>
    <message>
        <source>Show all messages</source>
        <translation>显示所有消息</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Look no further back; what was found stays, and newer matches still appear</source>
        <translation>不再查找更早的消息；已找到的保留，新的匹配仍会出现</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>空格</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Filter messages</source>
        <translation>筛选消息</translation>
    </message>
    <message>
        <source>Pause or resume the messages</source>
        <translation>暂停或继续显示消息</translation>
    </message>
    <message>
        <source>Go to the newest message</source>
        <translation>转到最新消息</translation>
    </message>
    <message>
        <source>Go to the oldest message</source>
        <translation>转到最早的消息</translation>
    </message>
    <message>
        <source>Stop the search</source>
        <translation>停止搜索</translation>
    </message>
    <message>
        <source>Show the chosen message among all</source>
        <translation>在所有消息中显示所选消息</translation>
    </message>
    <message>
        <source>Export messages…</source>
        <translation>导出消息…</translation>
    </message>
    <message>
        <source>Columns of the messages</source>
        <translation>消息表格的列</translation>
    </message>
    <message>
        <source>{n} newer</source>
        <translation>{n} 条新消息</translation>
    </message>
</context>
<context>
    <name>Name</name>
    <message>
        <source>Click or Space: show or hide this line</source>
        <translation>单击或按空格键：显示或隐藏此曲线</translation>
    </message>
    <message>
        <source>Hidden at present.</source>
        <translation>当前已隐藏。</translation>
    </message>
</context>
<context>
    <name>NameDialog</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>So far: {names}</source>
        <translation>已有：{names}</translation>
    </message>
    <message>
        <source>Empty: none</source>
        <translation>留空：不归入集合</translation>
    </message>
    <message>
        <source>Collection</source>
        <translation>集合</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>Show notices</source>
        <translation>显示通知</translation>
    </message>
    <message numerus="yes">
        <source>%n notice(s) since the start.</source>
        <translation>
            <numerusform>启动以来共 %n 条通知。</numerusform>
        </translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>通知</translation>
    </message>
</context>
<context>
    <name>Number</name>
    <message>
        <source>Enter a whole number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 之间的整数。</translation>
    </message>
</context>
<context>
    <name>OffsetsDialog</name>
    <message>
        <source>Move offsets</source>
        <translation>移动偏移量</translation>
    </message>
    <message>
        <source>What would move</source>
        <translation>将会移动的内容</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>earliest, latest, an offset, a time such as 2026-05-01T12:00Z, or -15m for that ago.</source>
        <translation>earliest、latest、某个偏移量、如 2026-05-01T12:00Z 的时间，或 -15m 表示这么久以前。</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移动到</translation>
    </message>
    <message>
        <source>Partitions</source>
        <translation>分区</translation>
    </message>
    <message>
        <source>As in 0, 2. Empty: all of them.</source>
        <translation>例如 0, 2。留空表示全部。</translation>
    </message>
    <message>
        <source>Move the offsets of {group}</source>
        <translation>移动 {group} 的偏移量</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>试运行</translation>
    </message>
    <message>
        <source>Move offsets…</source>
        <translation>移动偏移量…</translation>
    </message>
    <message>
        <source>Choose or type a topic.</source>
        <translation>请选择或输入主题。</translation>
    </message>
    <message>
        <source>Write the numbers of partitions with commas, as in 0, 2.</source>
        <translation>请用逗号分隔分区号，例如 0, 2。</translation>
    </message>
    <message>
        <source>Nothing would move.</source>
        <translation>没有要移动的。</translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) move</source>
        <translation>
            <numerusform>移动 %n 个分区</numerusform>
        </translation>
    </message>
    <message>
        <source>{n} records are skipped</source>
        <translation>跳过 {n} 条记录</translation>
    </message>
    <message>
        <source>{n} records are read again</source>
        <translation>重读 {n} 条记录</translation>
    </message>
    <message numerus="yes">
        <source>%n partition(s) had no offset</source>
        <translation>
            <numerusform>%n 个分区原无偏移量</numerusform>
        </translation>
    </message>
    <message>
        <source>Move the offsets of {group}?</source>
        <translation>移动 {group} 的偏移量？</translation>
    </message>
    <message>
        <source>Moved.</source>
        <translation>已移动。</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Bus</source>
        <translation>总线</translation>
    </message>
    <message>
        <source>Brokers</source>
        <translation>代理</translation>
    </message>
</context>
<context>
    <name>PairsEdit</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>Palette</name>
    <message>
        <source>What would you like to do?</source>
        <translation>您想做什么？</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>PayloadEdit</name>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>The pasted text is too long for the editor (limit 1 MiB). Save it and publish the file.</source>
        <translation>粘贴的文本过长，超出编辑器上限 (1 MiB)。请将其保存为文件后发布该文件。</translation>
    </message>
</context>
<context>
    <name>PayloadField</name>
    <message>
        <source>File whose bytes are published</source>
        <translation>要发布其字节内容的文件</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>File to publish</source>
        <translation>要发布的文件</translation>
    </message>
</context>
<context>
    <name>PayloadView</name>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Laid out</source>
        <translation>格式化</translation>
    </message>
    <message>
        <source>JSON with line breaks and indents; off: exactly as it came</source>
        <translation>带换行和缩进的 JSON；关闭则按收到的原样显示</translation>
    </message>
    <message>
        <source>Previous part</source>
        <translation>上一段</translation>
    </message>
    <message>
        <source>Next part</source>
        <translation>下一段</translation>
    </message>
    <message>
        <source>bytes {start} to {end} of {size}</source>
        <translation>第 {start} 到 {end} 字节，共 {size} 字节</translation>
    </message>
    <message>
        <source>hidden characters shown as marks</source>
        <translation>隐藏字符以标记显示</translation>
    </message>
    <message>
        <source>long lines wrapped at {n}</source>
        <translation>长行在 {n} 列处折行</translation>
    </message>
</context>
<context>
    <name>PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>首选项</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Definitions</source>
        <translation>定义</translation>
    </message>
    <message>
        <source>How throughput, latency, queue length and scalability are computed; F1 lists the formulas.</source>
        <translation>吞吐量、延迟、队列长度和可扩展性的计算方式；按 F1 查看公式。</translation>
    </message>
    <message>
        <source>Messages are kept in {folder}.</source>
        <translation>消息保存在 {folder}。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>as the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>textbook</source>
        <translation>教科书</translation>
    </message>
    <message>
        <source>simple</source>
        <translation>简单</translation>
    </message>
    <message>
        <source>both</source>
        <translation>两者</translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Topic of the example</source>
        <translation>示例的主题</translation>
    </message>
    <message>
        <source>Payload of the example</source>
        <translation>示例的载荷</translation>
    </message>
    <message>
        <source>A message with this topic and payload:</source>
        <translation>具有此主题和载荷的消息：</translation>
    </message>
    <message>
        <source>would leave as</source>
        <translation>将以此发出</translation>
    </message>
    <message>
        <source>What is lost when this is killed</source>
        <translation>若被杀死会丢失什么</translation>
    </message>
    <message>
        <source>route {n}: </source>
        <translation>路由 {n}：</translation>
    </message>
    <message>
        <source>its address</source>
        <translation>其地址</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>以及另外 {n} 个</translation>
    </message>
</context>
<context>
    <name>PropertiesDialog</name>
    <message>
        <source>Properties of the event</source>
        <translation>事件的属性</translation>
    </message>
    <message>
        <source>This connection speaks MQTT 3.1.1, which has no properties.</source>
        <translation>此连接使用 MQTT 3.1.1，不支持属性。</translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation>内容类型</translation>
    </message>
    <message>
        <source>For example application/json</source>
        <translation>例如 application/json</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>UTF-8 text</source>
        <translation>UTF-8 文本</translation>
    </message>
    <message>
        <source>Payload Format Indicator</source>
        <translation>载荷格式指示</translation>
    </message>
    <message>
        <source>Message Expiry</source>
        <translation>消息过期间隔</translation>
    </message>
    <message>
        <source>Seconds that a broker may keep it; empty: for ever</source>
        <translation>代理可保留消息的秒数；留空则永不过期</translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation>响应主题</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Correlation Data</source>
        <translation>关联数据</translation>
    </message>
    <message>
        <source>Topic Alias</source>
        <translation>主题别名</translation>
    </message>
    <message>
        <source>Only where the broker allows aliases</source>
        <translation>仅当代理允许使用别名时可用</translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation>用户属性</translation>
    </message>
    <message>
        <source>Latency stamp</source>
        <translation>延迟时间戳</translation>
    </message>
    <message>
        <source>Add time and sequence number</source>
        <translation>添加时间和序号</translation>
    </message>
    <message>
        <source>So that latency and loss can be measured: six user properties behind yours, about 180 bytes.</source>
        <translation>用于测量延迟和丢失：在您的用户属性之后追加六个用户属性，约 180 字节。</translation>
    </message>
    <message>
        <source>Stamp in MQTT 3.1.1</source>
        <translation>MQTT 3.1.1 中的时间戳</translation>
    </message>
    <message>
        <source>Put the stamp into the payload</source>
        <translation>将时间戳放入载荷</translation>
    </message>
    <message>
        <source>One line before your payload: receivers must know it. Off: no stamp, no latency.</source>
        <translation>在载荷之前加一行，接收方须能识别。关闭则没有时间戳，也无法测量延迟。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Makes random values of the template the same in each run</source>
        <translation>使模板的随机值在每次运行时都相同</translation>
    </message>
    <message>
        <source>Clear all</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>MQTT allows 65,535 bytes here; these are more.</source>
        <translation>MQTT 在此处最多允许 65,535 字节，当前内容已超出。</translation>
    </message>
</context>
<context>
    <name>Question</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>QueueTab</name>
    <message>
        <source>Messages</source>
        <translation>消息数</translation>
    </message>
    <message>
        <source>So many may wait while the target is not there.</source>
        <translation>目标不在时最多可等待的数量。</translation>
    </message>
    <message>
        <source>Megabytes</source>
        <translation>兆字节</translation>
    </message>
    <message>
        <source>Whichever limit is reached first.</source>
        <translation>以先到达的上限为准。</translation>
    </message>
    <message>
        <source>Age, s</source>
        <translation>时限，秒</translation>
    </message>
    <message>
        <source>What has waited longer expires, and is counted. 0: no limit.</source>
        <translation>等待超过此时间的会过期并计数。0：无时限。</translation>
    </message>
    <message>
        <source>take nothing more (back-pressure)</source>
        <translation>不再接收（背压）</translation>
    </message>
    <message>
        <source>drop the oldest, and count it</source>
        <translation>丢弃最旧的并计数</translation>
    </message>
    <message>
        <source>drop the newest, and count it</source>
        <translation>丢弃最新的并计数</translation>
    </message>
    <message>
        <source>put it among the dead letters</source>
        <translation>放入死信</translation>
    </message>
    <message>
        <source>When full</source>
        <translation>满时</translation>
    </message>
    <message>
        <source>Only the first loses nothing: the source broker then holds them.</source>
        <translation>只有第一项不会丢失：此时由源代理保存它们。</translation>
    </message>
    <message>
        <source>by itself, with the workspace</source>
        <translation>自动，随工作区启动</translation>
    </message>
    <message>
        <source>when something waits, ends when idle</source>
        <translation>有消息等待时启动，空闲时结束</translation>
    </message>
    <message>
        <source>by itself, but not again after a stop</source>
        <translation>自动，但停止后不再启动</translation>
    </message>
    <message>
        <source>only by hand</source>
        <translation>仅手动</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>So often a failure that may pass is tried again; then it is a dead letter. 0: for ever.</source>
        <translation>可能暂时的失败会重试这么多次，之后成为死信。0：一直重试。</translation>
    </message>
    <message>
        <source>Hop limit</source>
        <translation>跳数上限</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Allows a circle that would be refused: a message crosses at most so many bridges.</source>
        <translation>允许本会被拒绝的循环：一条消息至多经过这么多个桥接。</translation>
    </message>
    <message>
        <source>State topic</source>
        <translation>状态主题</translation>
    </message>
    <message>
        <source>Announce its state at its MQTT brokers</source>
        <translation>在其 MQTT 代理上公布状态</translation>
    </message>
    <message>
        <source>Retained and with a last will, at eventscope/bridge/ID/state, where others can watch it.</source>
        <translation>以带遗嘱的保留消息发布到 eventscope/bridge/ID/state，供他人观察。</translation>
    </message>
    <message>
        <source>Heartbeat, s</source>
        <translation>心跳，秒</translation>
    </message>
    <message>
        <source>So often it proves that it lives while it carries nothing, over MQTT. 5 is a good choice, 0: never.</source>
        <translation>没有消息时，每隔这么久经 MQTT 证明自己仍在工作。建议 5；0 表示不发。</translation>
    </message>
</context>
<context>
    <name>QueuesTab</name>
    <message>
        <source>Queues</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>What waits for each client and each shared group of the embedded broker shows here.</source>
        <translation>内置代理中每个客户端和每个共享组等待的消息显示在此处。</translation>
    </message>
    <message>
        <source>Part of a client, group or filter</source>
        <translation>客户端、组或过滤器的一部分</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) waiting, counted exactly</source>
        <translation>
            <numerusform>%n 条消息等待中，精确计数</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReadingList</name>
    <message>
        <source>Figures</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Copy all figures</source>
        <translation>复制所有指标</translation>
    </message>
</context>
<context>
    <name>Real</name>
    <message>
        <source>Enter a number from {low} to {high}.</source>
        <translation>请输入 {low} 到 {high} 之间的数。</translation>
    </message>
</context>
<context>
    <name>ReceiptView</name>
    <message>
        <source>Receipt</source>
        <translation>回执</translation>
    </message>
    <message>
        <source>The event published last, or the one that came back as the message above.
Times after the first count from the moment it was to leave, on the monotonic clock.</source>
        <translation>最近发布的事件，或作为上方消息返回的事件。
首个时间之后的各时间均从应发送时刻起算，按单调时钟计算。</translation>
    </message>
    <message>
        <source>received by {n}</source>
        <translation>{n} 个接收方已接收</translation>
    </message>
    <message>
        <source>intended</source>
        <translation>应发送</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>已发送</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>已确认</translation>
    </message>
    <message>
        <source>received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>尚未</translation>
    </message>
    <message>
        <source>not at QoS 0</source>
        <translation>QoS 0 无确认</translation>
    </message>
    <message>
        <source>no</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>RepeatRow</name>
    <message>
        <source>once</source>
        <translation>一次</translation>
    </message>
    <message>
        <source>n times</source>
        <translation>n 次</translation>
    </message>
    <message>
        <source>until stopped</source>
        <translation>直到停止</translation>
    </message>
    <message>
        <source>How often</source>
        <translation>发送频次</translation>
    </message>
    <message>
        <source>times</source>
        <translation>次</translation>
    </message>
    <message>
        <source>every</source>
        <translation>每隔</translation>
    </message>
    <message>
        <source>ms, in bursts of</source>
        <translation>ms，每批</translation>
    </message>
    <message>
        <source>How many times</source>
        <translation>次数</translation>
    </message>
    <message>
        <source>Milliseconds between two</source>
        <translation>两次之间的毫秒数</translation>
    </message>
    <message>
        <source>Events at a time</source>
        <translation>每批事件数</translation>
    </message>
    <message>
        <source>Enter the milliseconds between two events, from 0.001 to a day.</source>
        <translation>请输入两次事件之间的毫秒数，从 0.001 到一天。</translation>
    </message>
</context>
<context>
    <name>Retained</name>
    <message>
        <source>The embedded broker retains nothing on {topic} or below it.</source>
        <translation>内置代理在 {topic} 及其下级没有保留消息。</translation>
    </message>
    <message>
        <source>Nothing to clear</source>
        <translation>没有可清除的内容</translation>
    </message>
    <message numerus="yes">
        <source>Clear %n retained message(s)?</source>
        <translation>
            <numerusform>清除 %n 条保留消息？</numerusform>
        </translation>
    </message>
    <message>
        <source>On {topic} and below it, in the embedded broker. New subscribers no longer get them.</source>
        <translation>位于内置代理的 {topic} 及其下级。新订阅者将不再收到它们。</translation>
    </message>
    <message>
        <source>Clear retained</source>
        <translation>清除保留消息</translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n retained message(s).</source>
        <translation>
            <numerusform>已清除 %n 条保留消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>RetainedTab</name>
    <message>
        <source>Retained messages</source>
        <translation>保留消息</translation>
    </message>
    <message>
        <source>Messages published with Retain show here: the broker keeps the last one of each topic.</source>
        <translation>以保留方式发布的消息显示在此处：代理会保存每个主题的最后一条。</translation>
    </message>
    <message>
        <source>Beginning of a topic</source>
        <translation>主题的开头部分</translation>
    </message>
    <message>
        <source>Clear retained…</source>
        <translation>清除保留消息…</translation>
    </message>
    <message>
        <source>{size} in all</source>
        <translation>共 {size}</translation>
    </message>
    <message>
        <source>looked up every {n} s</source>
        <translation>每 {n} 秒查询一次</translation>
    </message>
    <message>
        <source>{n} of {total} listed</source>
        <translation>列出 {n} / {total}</translation>
    </message>
    <message>
        <source>the first {n} of {total} listed: type the beginning of a topic for others</source>
        <translation>列出前 {n} 条，共 {total} 条：输入主题的开头部分以查找其他消息</translation>
    </message>
    <message>
        <source>Restore what was cleared last</source>
        <translation>恢复上次清除的内容</translation>
    </message>
    <message>
        <source>and {n} more</source>
        <translation>以及另外 {n} 个</translation>
    </message>
    <message numerus="yes">
        <source>Clear %n retained message(s)?</source>
        <translation>
            <numerusform>清除 %n 条保留消息？</numerusform>
        </translation>
    </message>
    <message>
        <source>New subscribers no longer get them. Clearing can be undone.</source>
        <translation>新订阅者将不再收到它们。清除后可以撤销。</translation>
    </message>
    <message>
        <source>Clear retained</source>
        <translation>清除保留消息</translation>
    </message>
    <message numerus="yes">
        <source>Cleared %n retained message(s).</source>
        <translation>
            <numerusform>已清除 %n 条保留消息。</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>RouteForm</name>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>The broker that this route sends to.</source>
        <translation>此路由发送到的代理。</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>{topic} is the whole topic, {1} {2} … its levels, {dotted} and {slashed} the topic with dots or slashes, {payload.id} a value of a JSON payload, {key} and {header.name} what came along.</source>
        <translation>{topic} 为整个主题，{1} {2} … 为其各级，{dotted} 和 {slashed} 为以点或斜杠表示的主题，{payload.id} 为 JSON 载荷中的值，{key} 和 {header.name} 为随附的内容。</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Of the Kafka record, with the same placeholders.</source>
        <translation>Kafka 记录的键，占位符相同。</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Only messages for which this is true (CEL), as in payload.total &gt; 0. Empty: all.</source>
        <translation>仅限此表达式 (CEL) 为真的消息，如 payload.total &gt; 0。留空：全部。</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Routes of one group share the messages.</source>
        <translation>同一组的路由分担消息。</translation>
    </message>
    <message>
        <source>Transform</source>
        <translation>转换</translation>
    </message>
    <message>
        <source>What the payload becomes (CEL), as in payload.items. Empty: the bytes as they came.</source>
        <translation>载荷变成什么 (CEL)，如 payload.items。留空：字节原样。</translation>
    </message>
    <message>
        <source>count it and go on</source>
        <translation>计数并继续</translation>
    </message>
    <message>
        <source>keep it among the dead letters</source>
        <translation>保存到死信</translation>
    </message>
    <message>
        <source>Not readable</source>
        <translation>无法读取时</translation>
    </message>
    <message>
        <source>What becomes of a message that When or Transform cannot read.</source>
        <translation>“条件”或“转换”无法读取的消息如何处理。</translation>
    </message>
    <message>
        <source>as the delivery class needs</source>
        <translation>按投递级别所需</translation>
    </message>
    <message>
        <source>With which it is published at the target.</source>
        <translation>在目标处发布时使用。</translation>
    </message>
    <message>
        <source>as it came</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>always</source>
        <translation>总是</translation>
    </message>
    <message>
        <source>Whether the target keeps it for new subscribers.</source>
        <translation>目标是否为新订阅者保留它。</translation>
    </message>
    <message>
        <source>Topics with $</source>
        <translation>以 $ 开头的主题</translation>
    </message>
    <message>
        <source>Allow topics that begin with $</source>
        <translation>允许以 $ 开头的主题</translation>
    </message>
    <message>
        <source>binary</source>
        <translation>二进制</translation>
    </message>
    <message>
        <source>structured</source>
        <translation>结构化</translation>
    </message>
    <message>
        <source>batched</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Wraps what is no CloudEvent yet.</source>
        <translation>将尚不是 CloudEvent 的消息包装起来。</translation>
    </message>
    <message>
        <source>Event type</source>
        <translation>事件类型</translation>
    </message>
    <message>
        <source>Of a message that is wrapped.</source>
        <translation>用于被包装的消息。</translation>
    </message>
    <message>
        <source>Event source</source>
        <translation>事件来源</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
</context>
<context>
    <name>RoutesTab</name>
    <message>
        <source>Routes</source>
        <translation>路由</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>再加一条路由</translation>
    </message>
    <message>
        <source>Take this route out</source>
        <translation>去掉此路由</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Point-to-point asks them in this order: the first whose condition holds.</source>
        <translation>点对点按此顺序询问：取条件成立的第一条。</translation>
    </message>
</context>
<context>
    <name>RowMenu</name>
    <message>
        <source>Filter by this topic</source>
        <translation>按此主题筛选</translation>
    </message>
    <message>
        <source>Show among all messages</source>
        <translation>在所有消息中显示</translation>
    </message>
    <message>
        <source>Compose a copy</source>
        <translation>复制到发布器</translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation>复制主题</translation>
    </message>
    <message>
        <source>Copy topic, escaped</source>
        <translation>复制主题（转义）</translation>
    </message>
    <message>
        <source>Copy payload</source>
        <translation>复制载荷</translation>
    </message>
    <message>
        <source>Copy payload, escaped</source>
        <translation>复制载荷（转义）</translation>
    </message>
    <message>
        <source>Copy as a JSON line</source>
        <translation>复制为 JSON 行</translation>
    </message>
    <message>
        <source>Export messages…</source>
        <translation>导出消息…</translation>
    </message>
</context>
<context>
    <name>Session</name>
    <message>
        <source>The engine ended unexpectedly. It is being started again; stored messages are safe.</source>
        <translation>引擎意外终止，正在重新启动；已存储的消息是安全的。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly and was started again, with its broker and its connections.</source>
        <translation>引擎曾意外终止，现已连同其代理和连接一并重新启动。</translation>
    </message>
    <message>
        <source>The engine ended three times within half a minute. Details are in {file}.</source>
        <translation>引擎在半分钟内终止了三次。详情见 {file}。</translation>
    </message>
    <message>
        <source>Start it again</source>
        <translation>重新启动</translation>
    </message>
    <message>
        <source>A mistake in Eventscope: {what}. What you were doing may not have happened.</source>
        <translation>Eventscope 出现内部错误：{what}。您刚才的操作可能未生效。</translation>
    </message>
    <message>
        <source>Please report this text; it holds no messages of yours unless the error itself names one.</source>
        <translation>请报告以下文本；除非错误本身提及，其中不含您的任何消息。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
</context>
<context>
    <name>Shell</name>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单 (F10)</translation>
    </message>
    <message>
        <source>Preferences (Ctrl+,)</source>
        <translation>首选项 (Ctrl+,)</translation>
    </message>
    <message>
        <source>Page: {title}</source>
        <translation>页面：{title}</translation>
    </message>
    <message>
        <source>All commands…</source>
        <translation>所有命令…</translation>
    </message>
    <message>
        <source>Preferences…</source>
        <translation>首选项…</translation>
    </message>
    <message>
        <source>HTTP API…</source>
        <translation>HTTP API…</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Usual size</source>
        <translation>默认大小</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>切换浅色/深色</translation>
    </message>
    <message>
        <source>Show the first steps</source>
        <translation>显示入门提示</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Help: keys and formulas</source>
        <translation>帮助：快捷键和公式</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Bridge or broker</source>
        <translation>桥接或代理</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Drain</source>
        <translation>排空</translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation>停止…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>More to do with it</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Bridge from here…</source>
        <translation>从此处建立桥接…</translation>
    </message>
    <message>
        <source>Views of the bridge</source>
        <translation>桥接的视图</translation>
    </message>
    <message>
        <source>Inspect</source>
        <translation>查看</translation>
    </message>
    <message>
        <source>Dry run</source>
        <translation>试运行</translation>
    </message>
    <message>
        <source>Dead letters</source>
        <translation>死信</translation>
    </message>
    <message>
        <source>Choose a bridge, a broker, a producer or a consumer in the graph.</source>
        <translation>在图中选择桥接、代理、生产者或消费者。</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>The topic holds hidden characters: {topic}</source>
        <translation>主题含有隐藏字符：{topic}</translation>
    </message>
    <message>
        <source>No preview: the template is larger than 16 KB. It is checked when it is published.</source>
        <translation>无预览：模板大于 16 KB，将在发布时检查。</translation>
    </message>
    <message>
        <source>The file is read when the event is published.</source>
        <translation>文件在发布事件时读取。</translation>
    </message>
    <message>
        <source>Empty payload; with Retain it clears the retained message.</source>
        <translation>载荷为空；若选中“保留”，将清除保留消息。</translation>
    </message>
    <message>
        <source>Preview  {text}  · {size}</source>
        <translation>预览  {text}  · {size}</translation>
    </message>
    <message>
        <source>last: waiting to be sent</source>
        <translation>上次：等待发送</translation>
    </message>
    <message>
        <source>last: sent in {time}</source>
        <translation>上次：{time} 后发送</translation>
    </message>
    <message>
        <source>last: acknowledged in {time}</source>
        <translation>上次：{time} 后确认</translation>
    </message>
    <message>
        <source>last: {words}</source>
        <translation>上次：{words}</translation>
    </message>
    <message>
        <source>, received by {n}</source>
        <translation>，{n} 个接收方已接收</translation>
    </message>
    <message>
        <source>{sent} of {total} sent</source>
        <translation>已发送 {sent} / {total}</translation>
    </message>
    <message>
        <source>{sent} sent</source>
        <translation>已发送 {sent}</translation>
    </message>
    <message>
        <source>done: {text}</source>
        <translation>完成：{text}</translation>
    </message>
    <message>
        <source>, {n} skipped while the machine slept</source>
        <translation>，计算机休眠期间跳过 {n} 个</translation>
    </message>
    <message>
        <source>, {n} failed: {words}</source>
        <translation>，{n} 个失败：{words}</translation>
    </message>
</context>
<context>
    <name>StatusPanel</name>
    <message>
        <source>window {ms} ms late at most</source>
        <translation>窗口最多滞后 {ms} ms</translation>
    </message>
    <message>
        <source>What the message table can show: everything that the log still keeps.</source>
        <translation>消息表格可显示的消息：日志中仍保留的全部消息。</translation>
    </message>
    <message>
        <source>The longest gap between two turns of this window&apos;s loop in ten seconds.</source>
        <translation>十秒内本窗口事件循环两次运行之间的最长间隔。</translation>
    </message>
    <message>
        <source>CPU time of the engine in percent of one core, and its memory.</source>
        <translation>引擎的 CPU 时间（占单核的百分比）及其内存。</translation>
    </message>
    <message>
        <source>Size of the message log and its limit; the oldest messages go first.</source>
        <translation>消息日志的大小及上限；最早的消息先被移除。</translation>
    </message>
    <message>
        <source>Messages that our subscriptions received since the engine started. The log may hold older ones, too.</source>
        <translation>自引擎启动以来各订阅收到的消息数。日志中可能还有更早的消息。</translation>
    </message>
    <message>
        <source>What is in the message log; the rest is on its way there.</source>
        <translation>消息日志中的内容；其余的正在写入途中。</translation>
    </message>
    <message>
        <source>Breaches of the protocol by a peer, and faults that were survived; notices told of each kind.</source>
        <translation>对端违反协议以及已承受的故障；每一类都有通知说明。</translation>
    </message>
    <message>
        <source>received {n} this run</source>
        <translation>本次运行接收 {n}</translation>
    </message>
    <message>
        <source>engine {cpu} % · {memory}</source>
        <translation>引擎 {cpu}% · {memory}</translation>
    </message>
    <message>
        <source>log {used} of {limit}</source>
        <translation>日志 {used} / {limit}</translation>
    </message>
    <message>
        <source>dropped {n}</source>
        <translation>丢弃 {n}</translation>
    </message>
    <message>
        <source>Nothing was dropped.</source>
        <translation>没有消息被丢弃。</translation>
    </message>
    <message>
        <source>violations {n}</source>
        <translation>违规 {n}</translation>
    </message>
    <message>
        <source>API on port {port}</source>
        <translation>API 端口 {port}</translation>
    </message>
    <message>
        <source>Programs on this computer can use {url}.</source>
        <translation>本机上的程序可以使用 {url}。</translation>
    </message>
    <message>
        <source>Changed since it was saved.</source>
        <translation>自上次保存后有更改。</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
    <message>
        <source>demo workspace</source>
        <translation>演示工作区</translation>
    </message>
    <message>
        <source>stored all</source>
        <translation>已全部存储</translation>
    </message>
    <message>
        <source>stored all but {waiting}</source>
        <translation>已存储，除 {waiting} 条外</translation>
    </message>
    <message>
        <source>stored {n}, {waiting} waiting</source>
        <translation>已存储 {n}，{waiting} 等待中</translation>
    </message>
    <message>
        <source>shown all</source>
        <translation>已全部显示</translation>
    </message>
    <message>
        <source>shown newest {n}</source>
        <translation>显示最新 {n} 条</translation>
    </message>
</context>
<context>
    <name>Streams</name>
    <message>
        <source>Received</source>
        <translation>已接收</translation>
    </message>
    <message>
        <source>Consumer</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>{name}, the whole group</source>
        <translation>{name}（整个组）</translation>
    </message>
    <message>
        <source>{share} of its group</source>
        <translation>占其组的 {share}</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>Dup.</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Reord.</source>
        <translation>乱序</translation>
    </message>
    <message>
        <source>Send lag</source>
        <translation>发送延误</translation>
    </message>
    <message>
        <source>Transit</source>
        <translation>传输</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等候</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>Utilisation</source>
        <translation>利用率</translation>
    </message>
    <message>
        <source>Depth X·W</source>
        <translation>深度 X·W</translation>
    </message>
    <message>
        <source>Depth meas.</source>
        <translation>实测深度</translation>
    </message>
    <message>
        <source>Headroom</source>
        <translation>余量</translation>
    </message>
    <message>
        <source>Drains in</source>
        <translation>排空时间</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Queue len.</source>
        <translation>队列长度</translation>
    </message>
    <message>
        <source>Thr. rate</source>
        <translation>吞吐率</translation>
    </message>
    <message>
        <source>Scalability</source>
        <translation>可扩展性</translation>
    </message>
    <message>
        <source>since the start, textbook definitions</source>
        <translation>启动以来，按教科书定义</translation>
    </message>
    <message>
        <source>Messages this consumer received, copies too.</source>
        <translation>此消费者收到的消息数，包括重复的副本。</translation>
    </message>
    <message>
        <source>Gaps in the sequence, after a grace time; late arrivals are taken back.</source>
        <translation>序号的缺口，超过宽限时间后计入；迟到的消息会从中扣回。</translation>
    </message>
    <message>
        <source>Messages whose sequence number had been received before.</source>
        <translation>序号之前已收到过的消息数。</translation>
    </message>
    <message>
        <source>First copies that arrived after a later number of the same stream.</source>
        <translation>首个副本晚于同一流中更大序号到达的消息数。</translation>
    </message>
    <message>
        <source>Mean of actual − intended send time: how late the producer was.</source>
        <translation>实际减计划发送时间的平均值：生产者晚了多少。</translation>
    </message>
    <message>
        <source>Mean from the sending to the reception, the wait at the broker included.</source>
        <translation>从发送到收到的平均时间，含在服务器的等候。</translation>
    </message>
    <message>
        <source>Mean from the reception to the begin of the work; of our own consumers.</source>
        <translation>从收到到开始处理的平均时间；仅限我们自己的消费者。</translation>
    </message>
    <message>
        <source>Mean time of the work itself, retries included; of our own consumers.</source>
        <translation>处理本身的平均时间，含重试；仅限我们自己的消费者。</translation>
    </message>
    <message>
        <source>X = messages received ÷ time since the first one.</source>
        <translation>X = 收到的消息数 ÷ 自首条消息以来的时间。</translation>
    </message>
    <message>
        <source>ρ = offered rate ÷ processing rate, the latter of the seconds in which something waited.</source>
        <translation>ρ = 提供速率 ÷ 处理速率，后者取自有消息等待的那些秒。</translation>
    </message>
    <message>
        <source>L = X · W: throughput × mean latency (Little&apos;s law).</source>
        <translation>L = X · W：吞吐量 × 平均延迟（利特尔定律）。</translation>
    </message>
    <message>
        <source>Mean of the measured queue depth, once a second.</source>
        <translation>实测队列深度的平均值，每秒取样一次。</translation>
    </message>
    <message>
        <source>1 ÷ ρ: how many times the offered rate the consumers could take.</source>
        <translation>1 ÷ ρ：消费者可承受的速率是提供速率的多少倍。</translation>
    </message>
    <message>
        <source>Measured depth ÷ throughput: how long the backlog would take to go.</source>
        <translation>实测深度 ÷ 吞吐量：清空积压所需的时间。</translation>
    </message>
    <message>
        <source>Latency from the intended send time, since the start; of our own consumers to the end of their work.
A percentile needs ten samples beyond it to be shown.</source>
        <translation>自启动以来从计划发送时间算起的延迟；我们自己的消费者算到处理结束。
百分位数之外至少有十个样本才会显示。</translation>
    </message>
    <message>
        <source>since the start, the simple definitions of the published design</source>
        <translation>自启动以来，按已发表设计的简单定义</translation>
    </message>
    <message>
        <source>since the start; * by the simple definitions of the published design</source>
        <translation>自启动以来；* 按已发表设计的简单定义</translation>
    </message>
    <message>
        <source>The published design: production rate ÷ processing rate.
It has no unit: it is the utilisation ρ. Above 1 the queue grows.</source>
        <translation>已发表设计：生产速率 ÷ 处理速率。
它没有单位，即利用率 ρ。大于 1 时队列增长。</translation>
    </message>
    <message>
        <source>The published design: production time − processing time, here with its sign put right.
Equal to our mean latency less the producer&apos;s delay in sending.</source>
        <translation>已发表设计：生产时间 − 处理时间，此处已改正符号。
等于我们的平均延迟减去生产者的发送延误。</translation>
    </message>
    <message>
        <source>The published design: processing rate × latency.
Right only at saturation: it exceeds Little&apos;s X · W by 1 ÷ ρ.</source>
        <translation>已发表设计：处理速率 × 延迟。
仅在饱和时正确：它是利特尔定律 X · W 的 1 ÷ ρ 倍。</translation>
    </message>
    <message>
        <source>The published design&apos;s throughput rate: production rate ÷ queue length, in 1/s.
The inverse of the backlog&apos;s age; undefined for an empty queue.</source>
        <translation>已发表设计的吞吐率：生产速率 ÷ 队列长度，单位 1/s。
即积压时长的倒数；队列为空时无定义。</translation>
    </message>
    <message>
        <source>The published design: processing rate ÷ production rate.
It is the headroom 1 ÷ ρ.</source>
        <translation>已发表设计：处理速率 ÷ 生产速率。
即余量 1 ÷ ρ。</translation>
    </message>
    <message>
        <source>{n} stamped messages</source>
        <translation>{n} 条带时间戳的消息</translation>
    </message>
    <message>
        <source>mean {time}</source>
        <translation>平均 {time}</translation>
    </message>
    <message>
        <source>{n} with a clock error left out</source>
        <translation>已排除 {n} 条有时钟误差的消息</translation>
    </message>
    <message>
        <source>{n} measured between wall clocks, error {bound}</source>
        <translation>{n} 条按两端系统时钟测得，误差 {bound}</translation>
    </message>
    <message>
        <source>{received} messages, {delivered}; offered {offered}</source>
        <translation>{received} 条消息，{delivered}；提供 {offered}</translation>
    </message>
    <message>
        <source>{offered} ÷ {capacity}</source>
        <translation>{offered} ÷ {capacity}</translation>
    </message>
    <message>
        <source>{delivered} × {mean}</source>
        <translation>{delivered} × {mean}</translation>
    </message>
    <message>
        <source>mean depth {depth}</source>
        <translation>平均深度 {depth}</translation>
    </message>
    <message>
        <source>{capacity} ÷ {offered}</source>
        <translation>{capacity} ÷ {offered}</translation>
    </message>
    <message>
        <source>{depth} ÷ {delivered}</source>
        <translation>{depth} ÷ {delivered}</translation>
    </message>
    <message>
        <source>mean latency {mean} − send lag {lag}</source>
        <translation>平均延迟 {mean} − 发送滞后 {lag}</translation>
    </message>
    <message>
        <source>{capacity} × {latency}</source>
        <translation>{capacity} × {latency}</translation>
    </message>
    <message>
        <source>{offered} ÷ {depth}</source>
        <translation>{offered} ÷ {depth}</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>Close this notice</source>
        <translation>关闭此通知</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>还有 %n 条</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SubscriptionDialog</name>
    <message>
        <source>Edit subscription</source>
        <translation>编辑订阅</translation>
    </message>
    <message>
        <source>New subscription</source>
        <translation>新建订阅</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation>主题过滤器</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Alias</source>
        <translation>别名</translation>
    </message>
    <message>
        <source>How it is called here; the broker never sees it.</source>
        <translation>仅在此处显示的名称，不会发送给代理。</translation>
    </message>
    <message>
        <source>Leave out what this connection published itself</source>
        <translation>不接收此连接自己发布的消息</translation>
    </message>
    <message>
        <source>Keep the retain flag as it was sent</source>
        <translation>保持发布时的保留标志</translation>
    </message>
    <message>
        <source>Identifier</source>
        <translation>标识符</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Subscribe</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>A shared subscription cannot use No Local.</source>
        <translation>共享订阅不能使用“不接收本地 (No Local)”。</translation>
    </message>
    <message>
        <source>Subscribe to everything?</source>
        <translation>订阅全部主题？</translation>
    </message>
    <message>
        <source>The broker will send every message that it carries, and every retained message at once. On a busy broker that is much traffic for it, for the network and for this computer; the log keeps the newest {limit}. A narrower filter such as orders/# costs less.</source>
        <translation>代理将发送其承载的每一条消息，并立即发送所有保留消息。若代理繁忙，这会给代理、网络和本机带来大量流量；消息日志只保留最新的 {limit}。使用更窄的过滤器（如 orders/#）开销更小。</translation>
    </message>
    <message>
        <source>This connection is subscribed to it already; the options above take the place of those it has.</source>
        <translation>此连接已订阅该过滤器；上面的选项将取代现有选项。</translation>
    </message>
    <message>
        <source>Shared: each message goes to one member of the group {group} only.</source>
        <translation>共享：每条消息只投递给共享组 {group} 的一个成员。</translation>
    </message>
    <message>
        <source>Everything but topics that begin with $.</source>
        <translation>除以 $ 开头的主题外的所有主题。</translation>
    </message>
    <message>
        <source>+ stands for one level, # for all that follow.</source>
        <translation>+ 匹配一个层级，# 匹配其后的所有层级。</translation>
    </message>
    <message>
        <source>For a shared subscription write $share/group/filter.</source>
        <translation>共享订阅请写作 $share/group/filter。</translation>
    </message>
    <message>
        <source>0 · at most once</source>
        <translation>0 · 最多一次</translation>
    </message>
    <message>
        <source>1 · at least once</source>
        <translation>1 · 至少一次</translation>
    </message>
    <message>
        <source>2 · exactly once</source>
        <translation>2 · 恰好一次</translation>
    </message>
    <message>
        <source>send retained messages at each subscribe</source>
        <translation>每次订阅时发送保留消息</translation>
    </message>
    <message>
        <source>only if the subscription is new</source>
        <translation>仅在新订阅时发送</translation>
    </message>
    <message>
        <source>never send retained messages</source>
        <translation>从不发送保留消息</translation>
    </message>
</context>
<context>
    <name>SubscriptionsPanel</name>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>New subscription…</source>
        <translation>新建订阅…</translation>
    </message>
    <message>
        <source>New subscription (Ctrl+Shift+N)</source>
        <translation>新建订阅 (Ctrl+Shift+N)</translation>
    </message>
    <message>
        <source>Topic filters that you subscribe to show here. Nothing is subscribed unasked.</source>
        <translation>您订阅的主题过滤器会显示在这里。Eventscope 不会擅自订阅。</translation>
    </message>
    <message>
        <source>New subscription</source>
        <translation>新建订阅</translation>
    </message>
    <message>
        <source>paused · {qos}</source>
        <translation>已暂停 · {qos}</translation>
    </message>
    <message>
        <source>The broker refused it.</source>
        <translation>代理拒绝了该订阅。</translation>
    </message>
    <message>
        <source>waits for the connection · {qos}</source>
        <translation>等待连接 · {qos}</translation>
    </message>
    <message>
        <source>asked for · {qos}</source>
        <translation>已请求 · {qos}</translation>
    </message>
    <message>
        <source>QoS {granted} granted, {asked} asked</source>
        <translation>授予 QoS {granted}，请求 {asked}</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n 个成员</numerusform>
        </translation>
    </message>
    <message>
        <source>shared group {name}</source>
        <translation>共享组 {name}</translation>
    </message>
    <message>
        <source>Removed the subscription {filter}.</source>
        <translation>已移除订阅 {filter}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Filter messages by it</source>
        <translation>按此筛选消息</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Subscribe again</source>
        <translation>重新订阅</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>编辑…</translation>
    </message>
    <message>
        <source>Copy filter</source>
        <translation>复制过滤器</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>SubscriptionsTab</name>
    <message>
        <source>Subscriptions</source>
        <translation>订阅</translation>
    </message>
    <message>
        <source>Subscriptions that clients made at the embedded broker show here.</source>
        <translation>客户端在内置代理上的订阅会显示在这里。</translation>
    </message>
    <message>
        <source>Part of a filter or client id</source>
        <translation>过滤器或客户端 ID 的一部分</translation>
    </message>
</context>
<context>
    <name>Taking</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>How charts, tables and the broker&apos;s list call it.</source>
        <translation>图表、表格和服务器列表中的叫法。</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>It connects for itself, as a client of its own.</source>
        <translation>它作为独立的客户端自行连接。</translation>
    </message>
    <message>
        <source>Topic filter</source>
        <translation>主题过滤器</translation>
    </message>
    <message>
        <source>Which topics; over Kafka the name of a topic, or one with *.</source>
        <translation>哪些主题；Kafka 上为主题名，可带 *。</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Sharing</source>
        <translation>分担</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>What its members have in common. A queue without a name is named after its filter.</source>
        <translation>成员的共同名称。没有名称的队列以其过滤器命名。</translation>
    </message>
    <message>
        <source>With 0 nothing can wait at the broker for it.</source>
        <translation>为 0 时，服务器上没有消息能为它等候。</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>How many messages it holds unacknowledged; the rest waits at the broker. MQTT 3.1.1 cannot limit that.</source>
        <translation>最多持有多少条未确认的消息，其余在服务器等候。MQTT 3.1.1 无法限制。</translation>
    </message>
</context>
<context>
    <name>TlsTab</name>
    <message>
        <source>CA file</source>
        <translation>CA 文件</translation>
    </message>
    <message>
        <source>Empty: the authorities that this system trusts.</source>
        <translation>留空：使用本系统信任的证书颁发机构。</translation>
    </message>
    <message>
        <source>Client certificate</source>
        <translation>客户端证书</translation>
    </message>
    <message>
        <source>PEM; only where the broker asks for one.</source>
        <translation>PEM 格式；仅在代理要求时需要。</translation>
    </message>
    <message>
        <source>Client key</source>
        <translation>客户端密钥</translation>
    </message>
    <message>
        <source>Server name</source>
        <translation>服务器名称</translation>
    </message>
    <message>
        <source>Empty: the host. It must be in the certificate.</source>
        <translation>留空：使用主机名。该名称必须包含在证书中。</translation>
    </message>
    <message>
        <source>Protocols, separated by commas.</source>
        <translation>协议列表，以逗号分隔。</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>证书验证</translation>
    </message>
    <message>
        <source>Accept any certificate until Eventscope ends</source>
        <translation>接受任何证书，直到 Eventscope 退出</translation>
    </message>
    <message>
        <source>Whoever is on the way can then read and change everything. Never saved.</source>
        <translation>此时链路上的任何人都能读取和篡改全部内容。此选项不会保存。</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>文件不存在。</translation>
    </message>
    <message>
        <source>A key needs its certificate.</source>
        <translation>密钥需要与之对应的证书。</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
</context>
<context>
    <name>Toolbar</name>
    <message>
        <source>Graph</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Consumers</source>
        <translation>消费者</translation>
    </message>
    <message>
        <source>Rates</source>
        <translation>速率</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>深度</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适应</translation>
    </message>
    <message>
        <source>Arrange</source>
        <translation>排列</translation>
    </message>
    <message>
        <source>Drag from broker to broker to build a bridge</source>
        <translation>从代理拖到代理即可建立桥接</translation>
    </message>
    <message>
        <source>New bridge</source>
        <translation>新建桥接</translation>
    </message>
</context>
<context>
    <name>TopicMenu</name>
    <message>
        <source>Filter messages by it</source>
        <translation>按此筛选消息</translation>
    </message>
    <message>
        <source>Subscribe…</source>
        <translation>订阅…</translation>
    </message>
    <message>
        <source>Copy topic with escapes</source>
        <translation>复制主题（含转义）</translation>
    </message>
    <message>
        <source>Copy topic</source>
        <translation>复制主题</translation>
    </message>
    <message>
        <source>Copy as topic filter</source>
        <translation>复制为主题过滤器</translation>
    </message>
    <message>
        <source>Clear retained messages…</source>
        <translation>清除保留消息…</translation>
    </message>
</context>
<context>
    <name>TopicsPanel</name>
    <message>
        <source>{n} more</source>
        <translation>还有 {n} 个</translation>
    </message>
    <message>
        <source>place {n}</source>
        <translation>第 {n} 名</translation>
    </message>
    <message>
        <source>{n} topics below it, together</source>
        <translation>其下 {n} 个主题合计</translation>
    </message>
    <message>
        <source>Now: {traffic}</source>
        <translation>当前：{traffic}</translation>
    </message>
    <message>
        <source>Since the start: {traffic}</source>
        <translation>自启动以来：{traffic}</translation>
    </message>
    <message>
        <source>‹empty›</source>
        <translation>‹空›</translation>
    </message>
    <message>
        <source>{n} messages</source>
        <translation>{n} 条消息</translation>
    </message>
    <message>
        <source>Double click or Enter shows more of them.</source>
        <translation>双击或按 Enter 显示更多。</translation>
    </message>
    <message>
        <source>none at present</source>
        <translation>目前没有</translation>
    </message>
    <message>
        <source>Now: {rate}, on it and below it</source>
        <translation>当前：{rate}（含下级主题）</translation>
    </message>
    <message>
        <source>Since the start: {n} messages</source>
        <translation>自启动以来：{n} 条消息</translation>
    </message>
    <message>
        <source>Another topic beside this one looks the same.</source>
        <translation>同级中有另一个看起来相同的主题。</translation>
    </message>
    <message>
        <source>open</source>
        <translation>已展开</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>已折叠</translation>
    </message>
    <message>
        <source>level {n}</source>
        <translation>第 {n} 级</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>What floods?</source>
        <translation>流量排行</translation>
    </message>
    <message>
        <source>Find a topic</source>
        <translation>查找主题</translation>
    </message>
    <message>
        <source>What floods? Rank the topics</source>
        <translation>流量排行：给主题排序</translation>
    </message>
    <message>
        <source>The topics that bring most, in messages or bytes (Ctrl+Shift+R)</source>
        <translation>消息或字节最多的主题 (Ctrl+Shift+R)</translation>
    </message>
    <message>
        <source>Find a topic (Ctrl+Shift+F)</source>
        <translation>查找主题 (Ctrl+Shift+F)</translation>
    </message>
    <message>
        <source>Part of a topic</source>
        <translation>主题的一部分</translation>
    </message>
    <message>
        <source>Every topic that messages come on shows here, with its rate.</source>
        <translation>收到消息的每个主题及其速率会显示在这里。</translation>
    </message>
    <message>
        <source>Add a subscription</source>
        <translation>添加订阅</translation>
    </message>
    <message>
        <source>{n} more topics found no room here. The message log has them all.</source>
        <translation>另有 {n} 个主题无法在此列出。消息日志中保存了全部主题。</translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) found so far</source>
        <translation>
            <numerusform>目前找到 %n 个主题</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n topic(s) found</source>
        <translation>
            <numerusform>找到 %n 个主题</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TreeTab</name>
    <message>
        <source>JSON tree</source>
        <translation>JSON 树</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>复制值</translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation>复制路径</translation>
    </message>
</context>
<context>
    <name>Vitals</name>
    <message>
        <source>Throughput</source>
        <translation>吞吐量</translation>
    </message>
    <message>
        <source>msg/s</source>
        <translation>条/秒</translation>
    </message>
    <message>
        <source>no connection yet</source>
        <translation>尚无连接</translation>
    </message>
    <message>
        <source>offered {rate}</source>
        <translation>提供 {rate}</translation>
    </message>
    <message>
        <source>Delivered: messages that our subscriptions received, divided by the time.
Offered: messages that our own producers were due to send in the same time.
Utilisation: arrival rate ÷ the rate at which the consumers can work; above 100 % the queue grows.
All over the last second.</source>
        <translation>已投递：各订阅收到的消息数除以时间。
提供：同一时间内本机生产者应发送的消息数。
利用率：到达速率 ÷ 消费者的处理能力；超过 100 % 时队列增长。
均按最近一秒计算。</translation>
    </message>
    <message>
        <source>utilisation {share} %</source>
        <translation>利用率 {share} %</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>From the time a message was due to be sent to the time it arrived here, over the last {window} s.
Only messages that carry our stamp can be measured. A percentile needs enough samples to be shown.</source>
        <translation>从消息应发送的时刻到其到达此处的时刻，统计最近 {window} s。
只能测量带有我们时间戳的消息。样本足够时才显示分位值。</translation>
    </message>
    <message>
        <source>not measured: no stamped messages</source>
        <translation>未测量：没有带时间戳的消息</translation>
    </message>
    <message>
        <source>{n} with a clock error</source>
        <translation>{n} 条有时钟误差</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>Messages that wait for a consumer: the sum over all queues that can be seen.
Exact for the embedded broker and our own intake; an estimate carries a ~.</source>
        <translation>等待消费者处理的消息数：所有可见队列之和。
内置代理和我们自己的接收队列为精确值；估计值带有 ~。</translation>
    </message>
    <message>
        <source>messages</source>
        <translation>条消息</translation>
    </message>
    <message>
        <source>not measured: no queue can be seen</source>
        <translation>未测量：没有可见的队列</translation>
    </message>
    <message>
        <source>oldest {age}</source>
        <translation>最早 {age}</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>无等待消息</translation>
    </message>
    <message>
        <source>dropped {n}</source>
        <translation>丢弃 {n}</translation>
    </message>
    <message>
        <source>Integrity</source>
        <translation>完整性</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>丢失</translation>
    </message>
    <message>
        <source>By the sequence numbers of stamped messages: sent = received once + lost + still outstanding.
A gap counts as lost after a grace time and is taken back when the message arrives late.</source>
        <translation>依据带时间戳消息的序列号：已发送 = 收到一次 + 丢失 + 尚未到达。
序列号缺口在宽限时间后计为丢失；若消息迟到，则撤销该计数。</translation>
    </message>
    <message>
        <source>{duplicates} duplicated · {reordered} reordered</source>
        <translation>{duplicates} 重复 · {reordered} 乱序</translation>
    </message>
</context>
<context>
    <name>WebSocketTab</name>
    <message>
        <source>Path</source>
        <translation>路径</translation>
    </message>
    <message>
        <source>Most brokers listen on /mqtt.</source>
        <translation>大多数代理监听 /mqtt。</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>请求头</translation>
    </message>
    <message>
        <source>A path begins with / and has no spaces.</source>
        <translation>路径必须以 / 开头，且不含空格。</translation>
    </message>
    <message>
        <source>A path has no ? or #. Send a token as a header, or as the password.</source>
        <translation>路径中没有 ? 或 #。令牌请以请求头或密码发送。</translation>
    </message>
    <message>
        <source>A header needs a name, and no line breaks.</source>
        <translation>请求头必须有名称，且不含换行。</translation>
    </message>
</context>
<context>
    <name>WillTab</name>
    <message>
        <source>Topic</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Empty: no last will.</source>
        <translation>留空：不设遗嘱消息。</translation>
    </message>
    <message>
        <source>Payload as</source>
        <translation>载荷格式</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Hex</source>
        <translation>十六进制</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>载荷</translation>
    </message>
    <message>
        <source>Retain</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>The broker keeps it for later subscribers</source>
        <translation>代理为后来的订阅者保留此消息</translation>
    </message>
    <message>
        <source>MQTT 5 only.</source>
        <translation>仅限 MQTT 5。</translation>
    </message>
    <message>
        <source>Will Delay, s</source>
        <translation>遗嘱延迟间隔，s</translation>
    </message>
    <message>
        <source>Payload Format</source>
        <translation>载荷格式</translation>
    </message>
    <message>
        <source>not said</source>
        <translation>未指定</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>字节</translation>
    </message>
    <message>
        <source>Message Expiry, s</source>
        <translation>消息过期间隔，s</translation>
    </message>
    <message>
        <source>never</source>
        <translation>永不</translation>
    </message>
    <message>
        <source>Content Type</source>
        <translation>内容类型</translation>
    </message>
    <message>
        <source>Response Topic</source>
        <translation>响应主题</translation>
    </message>
    <message>
        <source>Correlation Data, hex</source>
        <translation>关联数据，十六进制</translation>
    </message>
    <message>
        <source>User Properties</source>
        <translation>用户属性</translation>
    </message>
    <message>
        <source>A last will has at most 65,535 bytes.</source>
        <translation>遗嘱消息最多 65,535 字节。</translation>
    </message>
    <message>
        <source>Enter pairs of the digits 0 to 9 and a to f, as in 0a ff.</source>
        <translation>请成对输入 0 到 9、a 到 f 的十六进制数字，例如 0a ff。</translation>
    </message>
</context>
<context>
    <name>Window</name>
    <message>
        <source>Starting…</source>
        <translation>正在启动…</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>Work</source>
        <translation>处理</translation>
    </message>
    <message>
        <source>Pretend to work on each message</source>
        <translation>对每条消息模拟处理</translation>
    </message>
    <message>
        <source>It takes its time and acknowledges then. Without, what is pushed is done as it comes.</source>
        <translation>花费一定时间后才确认。不启用时，推送来的消息随到随完成。</translation>
    </message>
    <message>
        <source>Service time</source>
        <translation>服务时间</translation>
    </message>
    <message>
        <source>How the times of single messages differ.</source>
        <translation>各条消息的时间如何不同。</translation>
    </message>
    <message>
        <source>Mean, ms</source>
        <translation>平均，毫秒</translation>
    </message>
    <message>
        <source>One server does 1000 ÷ mean a second.</source>
        <translation>一个服务台每秒处理 1000 ÷ 平均值 条。</translation>
    </message>
    <message>
        <source>Spread, ms</source>
        <translation>离散，毫秒</translation>
    </message>
    <message>
        <source>Uniform: half the width. Lognormal: the standard deviation. Else of no meaning.</source>
        <translation>均匀：宽度的一半。对数正态：标准差。其他情况无意义。</translation>
    </message>
    <message>
        <source>Servers</source>
        <translation>服务台</translation>
    </message>
    <message>
        <source>How many messages are worked on at once.</source>
        <translation>同时处理多少条消息。</translation>
    </message>
    <message>
        <source>Failures, %</source>
        <translation>失败，%</translation>
    </message>
    <message>
        <source>Attempts in vain; they take time as well.</source>
        <translation>徒劳的尝试，同样花时间。</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Further attempts before a message is given up and counted.</source>
        <translation>放弃并计数之前的再次尝试次数。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed gives the same times and failures.</source>
        <translation>相同的种子给出相同的时间和失败。</translation>
    </message>
</context>
<context>
    <name>WorkspaceDialog</name>
    <message>
        <source>Workspace settings</source>
        <translation>工作区设置</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Log keeps at most, MB</source>
        <translation>日志容量上限，MB</translation>
    </message>
    <message>
        <source>The oldest messages go first. What goes is counted, never silent.</source>
        <translation>最早的消息先被删除。删除的消息会计数，绝不悄悄丢弃。</translation>
    </message>
    <message>
        <source>Log keeps for, days</source>
        <translation>日志保留天数</translation>
    </message>
    <message>
        <source>Broker port</source>
        <translation>代理端口</translation>
    </message>
    <message>
        <source>1883 or next</source>
        <translation>1883 或下一个</translation>
    </message>
    <message>
        <source>Of the embedded broker, on this computer only. Empty: 1883 or the next free one.</source>
        <translation>内置代理的端口，仅限本机访问。留空：1883 或下一个空闲端口。</translation>
    </message>
    <message>
        <source>WebSocket port</source>
        <translation>WebSocket 端口</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Empty: no WebSocket.</source>
        <translation>留空：不启用 WebSocket。</translation>
    </message>
    <message>
        <source>Broker file</source>
        <translation>代理配置文件</translation>
    </message>
    <message>
        <source>TLS, users, access rules and other addresses stand in a file of their own; it overrules the ports.</source>
        <translation>TLS、用户、访问规则及其他地址在单独的文件中设置；该文件优先于上面的端口。</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Kept in {path}</source>
        <translation>保存在 {path}</translation>
    </message>
    <message>
        <source>There is no such file.</source>
        <translation>文件不存在。</translation>
    </message>
</context>
<context>
    <name>Workspaces</name>
    <message>
        <source>New workspace</source>
        <translation>新建工作区</translation>
    </message>
    <message>
        <source>New workspace with the demo</source>
        <translation>新建演示工作区</translation>
    </message>
    <message>
        <source>New workspace with the demo and a local Kafka</source>
        <translation>新建带演示和本地 Kafka 的工作区</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>打开工作区…</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>保存工作区</translation>
    </message>
    <message>
        <source>Save workspace as…</source>
        <translation>工作区另存为…</translation>
    </message>
    <message>
        <source>Workspace settings…</source>
        <translation>工作区设置…</translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation>打开工作区</translation>
    </message>
    <message>
        <source>Save workspace as</source>
        <translation>工作区另存为</translation>
    </message>
    <message>
        <source>Save the changes?</source>
        <translation>保存更改？</translation>
    </message>
    <message>
        <source>The workspace has changed since it was saved.</source>
        <translation>工作区自上次保存后已更改。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Go on without saving</source>
        <translation>不保存并继续</translation>
    </message>
    <message>
        <source>Workspaces (*{suffix})</source>
        <translation>工作区 (*{suffix})</translation>
    </message>
</context>
<context>
    <name>_Strip</name>
    <message>
        <source>Open {panel}</source>
        <translation>展开{panel}</translation>
    </message>
    <message>
        <source>Fold {panel}</source>
        <translation>收起{panel}</translation>
    </message>
</context>
<context>
    <name>words</name>
    <message>
        <source>alias-unsupported</source>
        <extracomment>This broker takes no topic aliases. Publish without.</extracomment>
        <translation>代理不接受此主题别名。请不使用别名发布。</translation>
    </message>
    <message>
        <source>bad-choice</source>
        <extracomment>{where}: {value!r} is none of {listed}.</extracomment>
        <translation>{where}：{value!r} 不是有效值，可选值为 {listed}。</translation>
    </message>
    <message>
        <source>bad-period</source>
        <extracomment>The time between two events is 0 ms (as fast as they are taken) or more.</extracomment>
        <translation>两个事件之间的时间间隔必须是 0 ms（尽快发送）或更大。</translation>
    </message>
    <message>
        <source>bad-port</source>
        <extracomment>A port is 1 to 65535, not {port}.</extracomment>
        <translation>端口必须在 1 到 65535 之间，不能是 {port}。</translation>
    </message>
    <message>
        <source>bad-qos</source>
        <extracomment>QoS is 0, 1 or 2, not {qos}.</extracomment>
        <translation>QoS 只能是 0、1 或 2，不能是 {qos}。</translation>
    </message>
    <message>
        <source>bad-repeat</source>
        <extracomment>Repeat is 0 or more, burst 1 to {most}.</extracomment>
        <translation>重复次数须不小于 0，突发数须在 1 到 {most} 之间。</translation>
    </message>
    <message>
        <source>bad-value</source>
        <extracomment>{where} is not base64. | {where} should be {wanted}. | {where}: {count} values are needed.</extracomment>
        <translation>{where} 的值无效。</translation>
    </message>
    <message>
        <source>bridge-books</source>
        <extracomment>The books of {bridge} are wrong by {count} messages: Eventscope has a fault, please report this. What waits in the bridge is kept.</extracomment>
        <translation>{bridge} 的账目相差 {count} 条消息：Eventscope 有缺陷，请报告。桥接中等待的消息会保留。</translation>
    </message>
    <message>
        <source>bridge-connecting</source>
        <extracomment>{connection} is not connected yet{because}</extracomment>
        <translation>{connection} 尚未连接{because}</translation>
    </message>
    <message>
        <source>bridge-dead-letters-full</source>
        <extracomment>The dead letters are full. Replay or purge some, and the bridge goes on.</extracomment>
        <translation>死信已满。重放或清除一些，桥接即继续。</translation>
    </message>
    <message>
        <source>bridge-disabled</source>
        <extracomment>It starts when somebody starts it.</extracomment>
        <translation>由人启动后才会运行。</translation>
    </message>
    <message>
        <source>bridge-disk-full</source>
        <extracomment>The disk of the spool takes no more. Free some space, and the bridge goes on.</extracomment>
        <translation>暂存所在的磁盘已满。腾出空间，桥接即继续。</translation>
    </message>
    <message>
        <source>bridge-drained</source>
        <extracomment>Everything that waited is sent.</extracomment>
        <translation>等待的消息已全部发送。</translation>
    </message>
    <message>
        <source>bridge-left</source>
        <extracomment>{count} messages still wait in it; they are sent when it runs again.</extracomment>
        <translation>其中还有 {count} 条消息在等待；再次运行时发送。</translation>
    </message>
    <message>
        <source>bridge-loop</source>
        <extracomment>The same message goes round and round ({topic}), by {bridges}{cycle}. The route stands still. Mend the bridges, then run this one again.</extracomment>
        <translation>同一条消息不断循环（{topic}），经由 {bridges}{cycle}。该路由已停止。请修正桥接，然后再次运行此桥接。</translation>
    </message>
    <message>
        <source>bridge-name</source>
        <extracomment>There is a bridge {name!r} already. Choose another name.</extracomment>
        <translation>已有桥接 {name}。请另选名称。</translation>
    </message>
    <message>
        <source>bridge-no-connection</source>
        <extracomment>{bridge} names a connection {connection}, which is not there. Add it, or choose another.</extracomment>
        <translation>{bridge} 指名的连接 {connection} 不存在。请添加它，或另选一个。</translation>
    </message>
    <message>
        <source>bridge-not-empty</source>
        <extracomment>In {name} {queued} messages wait and {dead} are dead letters. Drain it, or remove it with all of them.</extracomment>
        <translation>{name} 中有 {queued} 条消息在等待，另有 {dead} 条死信。请先排空，或连同它们一并移除。</translation>
    </message>
    <message>
        <source>bridge-once</source>
        <extracomment>It was to run once, and ended when {connection} went down.</extracomment>
        <translation>它只应运行一次，{connection} 断开时即结束。</translation>
    </message>
    <message>
        <source>bridge-queue-full</source>
        <extracomment>The queue is full, so nothing more is taken from the source until there is room.</extracomment>
        <translation>队列已满，因此在有空位之前不再从源取消息。</translation>
    </message>
    <message>
        <source>bridge-refused</source>
        <extracomment>{connection} does not give {takes}: {words}</extracomment>
        <translation>{connection} 不提供 {takes}：{words}</translation>
    </message>
    <message>
        <source>bridge-source-down</source>
        <extracomment>{connection} is down{because} What waits for its targets is sent meanwhile.</extracomment>
        <translation>{connection} 已断开{because} 为其目标等待的消息照常发送。</translation>
    </message>
    <message>
        <source>bridge-subscribing</source>
        <extracomment>It waits for what {connection} says to {takes}.</extracomment>
        <translation>它在等待 {connection} 对 {takes} 的答复。</translation>
    </message>
    <message>
        <source>bridge-target-down</source>
        <extracomment>{connection} is down{because} What comes in is kept until it is back.</extracomment>
        <translation>{connection} 已断开{because} 到来的消息会保留到它恢复。</translation>
    </message>
    <message>
        <source>broker-bad-certificate</source>
        <extracomment>The certificate {certificate} and the key {key} cannot be used: {words}. Both must be PEM, belong together, and the key must have no pass phrase.</extracomment>
        <translation>证书 {certificate} 和密钥 {key} 无法使用：{words}。两者必须为 PEM 格式且相互匹配，密钥不能设有密码。</translation>
    </message>
    <message>
        <source>broker-bad-client-ca</source>
        <extracomment>The client-ca {file} cannot be used: {words}. It must be a PEM file of CA certificates.</extracomment>
        <translation>client-ca {file} 无法使用：{words}。它必须是包含 CA 证书的 PEM 文件。</translation>
    </message>
    <message>
        <source>broker-cannot-listen</source>
        <extracomment>The broker cannot listen on {address} port {port}: {words}. Check the address and the rights for that port.</extracomment>
        <translation>代理无法在 {address} 端口 {port} 上监听：{words}。请检查该地址以及使用该端口的权限。</translation>
    </message>
    <message>
        <source>broker-died</source>
        <extracomment>{words} It is started again in {seconds} s.</extracomment>
        <translation>内置代理已退出：{words} 将在 {seconds} s 后重新启动。</translation>
    </message>
    <message>
        <source>broker-died-early</source>
        <extracomment>The embedded broker did not start: {words}</extracomment>
        <translation>内置代理启动时退出：{words}</translation>
    </message>
    <message>
        <source>broker-down</source>
        <extracomment>The embedded broker does not start: {words} It is tried again in {seconds} s. | The embedded broker is not running. Start it first.</extracomment>
        <translation>内置代理未运行。</translation>
    </message>
    <message>
        <source>broker-failure</source>
        <extracomment>The broker has a fault: {what} failed with {error}. Only that was closed; its log has the details.</extracomment>
        <translation>代理发生故障：{what} 失败，错误为 {error}。仅关闭了该部分；详情见代理日志。</translation>
    </message>
    <message>
        <source>broker-file</source>
        <extracomment>In the broker&apos;s file, {place} {words}.</extracomment>
        <translation>代理配置文件有误：{place} {words}。</translation>
    </message>
    <message>
        <source>broker-file-toml</source>
        <extracomment>The broker&apos;s file is no valid TOML: {words}.</extracomment>
        <translation>代理配置文件不是有效的 TOML：{words}。</translation>
    </message>
    <message>
        <source>broker-gone</source>
        <extracomment>The embedded broker does not answer. Start it again.</extracomment>
        <translation>内置代理没有响应。请重新启动它。</translation>
    </message>
    <message>
        <source>broker-no-certificate</source>
        <extracomment>The listener {kind} needs a certificate and a key: name both PEM files in the broker&apos;s file.</extracomment>
        <translation>监听器 {kind} 需要证书和密钥：请在代理配置文件中指定这两个 PEM 文件。</translation>
    </message>
    <message>
        <source>broker-no-client-ca</source>
        <extracomment>The listener {kind} requires client certificates but names no client-ca to check them against.</extracomment>
        <translation>监听器 {kind} 要求客户端证书，但未指定用于验证的 client-ca。</translation>
    </message>
    <message>
        <source>broker-no-file</source>
        <extracomment>The broker&apos;s file names {file}, which is not there.</extracomment>
        <translation>代理配置文件中指定的 {file} 不存在。</translation>
    </message>
    <message>
        <source>broker-open-address</source>
        <extracomment>The broker does not listen on {address} without users: anybody on that network could read and write everything. Add users to its file (eventscope broker hash), or listen on 127.0.0.1.</extracomment>
        <translation>未设置用户时，代理不会在 {address} 上监听：否则该网络上的任何人都能读写全部内容。请在代理配置文件中添加用户（eventscope broker hash），或改为监听 127.0.0.1。</translation>
    </message>
    <message>
        <source>broker-port-taken</source>
        <extracomment>Port {port} on {address} is taken by another program. Stop that, or choose another port (0 takes any free one).</extracomment>
        <translation>{address} 上的端口 {port} 已被其他程序占用。请停止该程序，或选择其他端口（0 表示任意空闲端口）。</translation>
    </message>
    <message>
        <source>broker-take-over-war</source>
        <extracomment>Two clients fight for the client id {client}: {old} and {new} threw each other out three times in ten seconds. Give each of them an id of its own.</extracomment>
        <translation>两个客户端在争用客户端 ID {client}：{old} 和 {new} 在十秒内三次互相顶替下线。请为它们分别设置不同的客户端 ID。</translation>
    </message>
    <message>
        <source>cannot-read</source>
        <extracomment>The broker&apos;s file {path} could not be read: {words}. Choose another in the workspace. | {path} could not be read: {words}.</extracomment>
        <translation>无法读取 {path}：{words}。</translation>
    </message>
    <message>
        <source>cannot-write</source>
        <extracomment>{path} could not be written: {words}. | {path} could not be written: {words}. Save it somewhere else.</extracomment>
        <translation>无法写入 {path}：{words}。请保存到其他位置。</translation>
    </message>
    <message>
        <source>clock-jump</source>
        <extracomment>The system&apos;s clock jumped by {ms} ms. Times shown moved with it; durations did not.</extracomment>
        <translation>系统时钟跳变了 {ms} ms。显示的时间随之改变，时长不受影响。</translation>
    </message>
    <message>
        <source>compose-large</source>
        <extracomment>The payload has {size} bytes; up to {limit} can be edited. Save it and publish the file.</extracomment>
        <translation>载荷有 {size} 字节，最多只能编辑 {limit}。请将其保存为文件后再发布该文件。</translation>
    </message>
    <message>
        <source>connection-lost</source>
        <extracomment>The connection broke ({error}). It is tried again by itself. | The connection broke before the answer came ({error}). The request may have arrived. | The connection broke before this event left. QoS 1 and 2 would be sent again.</extracomment>
        <translation>连接已中断，会自动重新连接。</translation>
    </message>
    <message>
        <source>curves-capped</source>
        <extracomment>{count} queues have no curve of their own, because the charts keep 400 at most. Their depths are in the list of queues.</extracomment>
        <translation>图表最多保留 400 条曲线，因此有 {count} 个队列没有单独的曲线。它们的深度可在队列列表中查看。</translation>
    </message>
    <message>
        <source>demo-needs-mqtt</source>
        <extracomment>The demo needs a listener of kind mqtt; the broker&apos;s file has none.</extracomment>
        <translation>演示需要一个 mqtt 类型的监听器，但代理配置文件中没有。</translation>
    </message>
    <message>
        <source>disconnected</source>
        <extracomment>{name} is disconnected. Connect it first.</extracomment>
        <translation>{name} 已断开。请先连接。</translation>
    </message>
    <message>
        <source>engine-bug</source>
        <extracomment>The engine failed at {verb}: {words}. Please report it; details are in the log file. | {name} failed: {words}. Please report it; details are in {file}.</extracomment>
        <translation>Eventscope 内部出错：{words}。请报告此问题，详情见日志文件。</translation>
    </message>
    <message>
        <source>engine-gone</source>
        <extracomment>The engine ended. It is being started again; try once more in a moment.</extracomment>
        <translation>引擎已退出，正在重新启动。请稍后再试。</translation>
    </message>
    <message>
        <source>file-damaged</source>
        <extracomment>{file} could not be used: {words} It was renamed to {aside}; defaults are in use.</extracomment>
        <translation>{file} 无法使用：{words} 该文件已重命名为 {aside}，现使用默认设置。</translation>
    </message>
    <message>
        <source>file-format</source>
        <extracomment>The {where} file has format {number}; this program reads format 1. Update Eventscope to open it.</extracomment>
        <translation>{where} 文件的格式版本为 {number}，本程序只能读取格式 1。请更新 Eventscope 后再打开。</translation>
    </message>
    <message>
        <source>filter-cel</source>
        <extracomment>The expression has a mistake at position {position}: {words}. It looks like this: payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;). | The expression has a mistake at position {position}: {words}. It looks like this: payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;). To search for these characters, put them in quotes.</extracomment>
        <translation>表达式在位置 {position} 有误：{words}。正确的写法如：payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;)。</translation>
    </message>
    <message>
        <source>filter-character</source>
        <extracomment>The character at position {position} is half a surrogate pair, which no message can carry. Remove it.</extracomment>
        <translation>位置 {position} 的字符是不完整的代理对 (surrogate)，任何消息都不可能包含它。请将其删除。</translation>
    </message>
    <message>
        <source>filter-choice</source>
        <extracomment>At position {position}, {name}: may be followed by {choices}, not {value}.</extracomment>
        <translation>位置 {position}：{name}: 之后只能是 {choices}，不能是 {value}。</translation>
    </message>
    <message>
        <source>filter-expression-long</source>
        <extracomment>The expression is too long: at most {longest} characters and {nested} brackets inside each other.</extracomment>
        <translation>表达式过长：最多 {longest} 个字符、{nested} 层嵌套括号。</translation>
    </message>
    <message>
        <source>filter-hash</source>
        <extracomment>In the filter {filter}, # may only stand alone at the end, as in orders/#.</extracomment>
        <translation>主题过滤器 {filter} 中的 # 只能独占最后一级，例如 orders/#。</translation>
    </message>
    <message>
        <source>{where} is not base64.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation>{where} 不是有效的 Base64。</translation>
    </message>
    <message>
        <source>A broker cannot be reached.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>无法连接到代理。</translation>
    </message>
    <message>
        <source>A web page called, or the token&apos;s scope is too low.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>调用来自网页，或令牌的权限范围不足。</translation>
    </message>
    <message>
        <source>Disconnected on purpose.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>已主动断开。</translation>
    </message>
    <message>
        <source>Granted with QoS 0.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>已授予 QoS 0。</translation>
    </message>
    <message>
        <source>Granted with QoS 1.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>已授予 QoS 1。</translation>
    </message>
    <message>
        <source>Granted with QoS 2.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>已授予 QoS 2。</translation>
    </message>
    <message>
        <source>Host is not a name of this server.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>Host 不是本服务器的名称。</translation>
    </message>
    <message>
        <source>No token, or a wrong one.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>缺少令牌，或令牌错误。</translation>
    </message>
    <message>
        <source>Nothing here can be done that way.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>此处不支持该请求方法。</translation>
    </message>
    <message>
        <source>Something of ours is not there.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>本程序所需的某个部分不可用。</translation>
    </message>
    <message>
        <source>The body did not come in time.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求体未及时到达。</translation>
    </message>
    <message>
        <source>The body is larger than 1 MiB.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求体超过 1 MiB。</translation>
    </message>
    <message>
        <source>The body is not JSON.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求体不是 JSON。</translation>
    </message>
    <message>
        <source>The request cannot be read.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>无法解析该请求。</translation>
    </message>
    <message>
        <source>The request is as described, but the engine cannot do it; `code` and `words` say why.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求符合说明，但引擎无法执行；原因见 `code` 和 `words`。</translation>
    </message>
    <message>
        <source>The request is not as described here.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求不符合此处的说明。</translation>
    </message>
    <message>
        <source>There is no such thing.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>请求的对象不存在。</translation>
    </message>
    <message>
        <source>api-ends</source>
        <extracomment>The HTTP API is being switched off.</extracomment>
        <translation>HTTP API 正在关闭。</translation>
    </message>
    <message>
        <source>api-not-started</source>
        <extracomment>The HTTP API did not start. Details are in the log file.</extracomment>
        <translation>HTTP API 未能启动。详情见日志文件。</translation>
    </message>
    <message>
        <source>api-port</source>
        <extracomment>The HTTP API cannot listen on port {port}: {words}. Choose another, or 0 for any free one.</extracomment>
        <translation>HTTP API 无法监听端口 {port}：{words}。请选择其他端口，或用 0 自动选择空闲端口。</translation>
    </message>
    <message>
        <source>audit-broken</source>
        <extracomment>Line {number} of the audit log was changed, or one before it is gone.</extracomment>
        <translation>审计日志第 {number} 行被改动，或其前面有行丢失。</translation>
    </message>
    <message>
        <source>bad-base64</source>
        <extracomment>A base64 in the body is none. | properties.correlation-data is not base64.</extracomment>
        <translation>properties.correlation-data 不是 base64。</translation>
    </message>
    <message>
        <source>A base64 in the body is none.</source>
        <extracomment>one sentence of bad-base64</extracomment>
        <translation>请求体中的某个 base64 无效。</translation>
    </message>
    <message>
        <source>properties.correlation-data is not base64.</source>
        <extracomment>one sentence of bad-base64</extracomment>
        <translation>properties.correlation-data 不是 base64。</translation>
    </message>
    <message>
        <source>bad-ca-file</source>
        <extracomment>The CA file {file} cannot be used: {error}.</extracomment>
        <translation>CA 文件 {file} 无法使用：{error}。</translation>
    </message>
    <message>
        <source>bad-client-certificate</source>
        <extracomment>The client certificate {file} cannot be used: {error}.</extracomment>
        <translation>客户端证书 {file} 无法使用：{error}。</translation>
    </message>
    <message>
        <source>bad-count</source>
        <extracomment>Ask for 1 to {most} messages at a time.</extracomment>
        <translation>每次请求 1 到 {most} 条消息。</translation>
    </message>
    <message>
        <source>bad-duration</source>
        <extracomment>{text!r} is no duration. Write a number with us, ms, s, m or h, as in 10ms or 1.5s.</extracomment>
        <translation>{text!r} 不是有效的时长。请输入数字加单位 us、ms、s、m 或 h，例如 10ms 或 1.5s。</translation>
    </message>
    <message>
        <source>bad-header</source>
        <extracomment>{name} is no header of HTTP: a name in ASCII letters and a value of one line.</extracomment>
        <translation>{name} 不是 HTTP 请求头：名称须为 ASCII 字母，值须为一行。</translation>
    </message>
    <message>
        <source>bad-kafka-property</source>
        <extracomment>The property {key!r} with the value {value!r} says nothing of a Kafka record. Write it as the help shows.</extracomment>
        <translation>属性 {key!r} 的值 {value!r} 不能用于 Kafka 记录。请按帮助中的格式填写。</translation>
    </message>
    <message>
        <source>bad-offset</source>
        <extracomment>Partition {n} of {topic!r} holds offsets {first} to {last}, not {offset}. Choose one of these.</extracomment>
        <translation>{topic!r} 的分区 {n} 包含偏移量 {first} 到 {last}，不含 {offset}。请在此范围内选择。</translation>
    </message>
    <message>
        <source>bad-partitions</source>
        <extracomment>A topic has at least one partition, not {n}.</extracomment>
        <translation>主题至少要有一个分区，不能是 {n}。</translation>
    </message>
    <message>
        <source>bad-place</source>
        <extracomment>{text!r} is no place in a partition. Write {help}.</extracomment>
        <translation>{text!r} 不是有效的分区位置。请写成 {help}。</translation>
    </message>
    <message>
        <source>bad-retention</source>
        <extracomment>The message log cannot keep {bytes} bytes and {days} days: choose limits from 0 to 36,500 days.</extracomment>
        <translation>消息日志无法保留 {bytes} 字节、{days} 天：天数上限请在 0 到 36,500 之间选择。</translation>
    </message>
    <message>
        <source>bad-sasl</source>
        <extracomment>{given!r} is no way to log in to Kafka. Known are: {known}. | {given!r} is no way to log in. Known are: {known}.</extracomment>
        <translation>{given!r} 不是有效的登录方式。可用的有：{known}。</translation>
    </message>
    <message>
        <source>{given!r} is no way to log in to Kafka. Known are: {known}.</source>
        <extracomment>one sentence of bad-sasl</extracomment>
        <translation>{given} 不是登录 Kafka 的方式。已知的有：{known}。</translation>
    </message>
    <message>
        <source>{given!r} is no way to log in. Known are: {known}.</source>
        <extracomment>one sentence of bad-sasl</extracomment>
        <translation>{given} 不是登录方式。已知的有：{known}。</translation>
    </message>
    <message>
        <source>bad-settings</source>
        <extracomment>This connection cannot be opened as it is set: {error}. Correct it in the connection&apos;s dialog.</extracomment>
        <translation>此连接的设置有误，无法打开：{error}。请在连接对话框中更正。</translation>
    </message>
    <message>
        <source>bad-token</source>
        <extracomment>A bearer token has printable ASCII letters only and no blanks.</extracomment>
        <translation>bearer 令牌只含可打印的 ASCII 字符，不含空格。</translation>
    </message>
    <message>
        <source>bad-topic</source>
        <extracomment>{messages} messages came with a topic that is no valid topic name: {topic}. They are kept byte for byte and marked.</extracomment>
        <translation>收到 {messages} 条消息，其主题不是有效的主题名：{topic}。这些消息已按原始字节保存并作标记。</translation>
    </message>
    <message>
        <source>bad-url</source>
        <extracomment>{url!r} is no URL: {words}. | {url!r} is no cluster&apos;s URL. Write kafka:// or kafkas:// and host:port, several with commas.</extracomment>
        <translation>{url!r} 不是有效的 URL：{words}。 | {url!r} 不是集群 URL。请写成 kafka:// 或 kafkas:// 加 host:port，多个之间用逗号分隔。</translation>
    </message>
    <message>
        <source>{url!r} is no URL: {words}.</source>
        <extracomment>one sentence of bad-url</extracomment>
        <translation>{url!r} 不是有效的 URL：{words}。</translation>
    </message>
    <message>
        <source>{url!r} is no cluster&apos;s URL. Write kafka:// or kafkas:// and host:port, several with commas.</source>
        <extracomment>one sentence of bad-url</extracomment>
        <translation>{url!r} 不是集群 URL。请写成 kafka:// 或 kafkas:// 加 host:port，多个之间用逗号分隔。</translation>
    </message>
    <message>
        <source>{where} should be {wanted}.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation>{where} 应为 {wanted}。</translation>
    </message>
    <message>
        <source>{where}: {count} values are needed.</source>
        <extracomment>one sentence of bad-value</extracomment>
        <translation>{where}：需要 {count} 个值。</translation>
    </message>
    <message>
        <source>bad-webhook-secret</source>
        <extracomment>The secret that signs webhooks must be base64, with or without whsec_ before it, as Standard Webhooks has it. Make one with: openssl rand -base64 32</extracomment>
        <translation>为 webhook 签名的密钥须为 base64，前面可带 whsec_，如 Standard Webhooks 所定。可用 openssl rand -base64 32 生成。</translation>
    </message>
    <message>
        <source>beat-refused</source>
        <extracomment>{connection} does not allow the beats of this bridge: {words}</extracomment>
        <translation>{connection} 不允许此桥接的心跳：{words}</translation>
    </message>
    <message>
        <source>beat-unheard</source>
        <extracomment>{connection} refuses no beat of this bridge and delivers none: perhaps its access rules forbid reading {topic}.</extracomment>
        <translation>{connection} 没有拒绝此桥接的心跳，却一次也没有送达：也许其访问规则禁止读取 {topic}。</translation>
    </message>
    <message>
        <source>beats-lost</source>
        <extracomment>The broker takes the beats of this bridge and does not deliver them. The connection is renewed.</extracomment>
        <translation>代理接受了此桥接的心跳，却不送达。连接将重新建立。</translation>
    </message>
    <message>
        <source>bench-paho-gave-up</source>
        <extracomment>Stock paho gave up, so its figures mean nothing.</extracomment>
        <translation>原版 paho 中途放弃，其数据没有意义。</translation>
    </message>
    <message>
        <source>bridge-disk-silent</source>
        <extracomment>The disk of the spool has taken nothing for more than {seconds} s. Look how it fares.</extracomment>
        <translation>暂存所在的磁盘已超过 {seconds} 秒没有写入任何内容。请查看其状况。</translation>
    </message>
    <message>
        <source>bridge-gone</source>
        <extracomment>The bridge ended without a word: its process died, or lost its connection.</extracomment>
        <translation>桥接没有告别就结束了：其进程已终止，或失去了连接。</translation>
    </message>
    <message>
        <source>bridge-source-silent</source>
        <extracomment>{connection} is connected and takes the beats of this bridge, but does not deliver them: perhaps it delivers nothing to it. Look into that broker&apos;s log; where its access rules forbid reading {topic}, allow it, or set heartbeat = 0.</extracomment>
        <translation>{connection} 已连接，也接受此桥接的心跳，却不送达：它可能什么都不再送给此桥接。请查看该代理的日志；如果其访问规则禁止读取 {topic}，请允许，或设 heartbeat = 0。</translation>
    </message>
    <message>
        <source>bridge-target-silent</source>
        <extracomment>{connection} is connected, but for more than {seconds} s it has answered nothing. What comes in is kept until it does. Look how that middleware fares.</extracomment>
        <translation>{connection} 已连接，但超过 {seconds} 秒没有任何应答。到来的消息会保留到它应答为止。请查看该中间件的状况。</translation>
    </message>
    <message>
        <source>bridge-cycle</source>
        <extracomment>These bridges feed each other in a circle: {path}. Each turn makes the topic longer. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant. | These bridges feed each other in a circle: {path}. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant. | These bridges feed each other in a circle: {path}. {names} lead to one and the same broker. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant. | These buses feed each other in a circle: {path}. Make one bus of them, or take a member out of one of them.</extracomment>
        <translation>这些桥接首尾相接形成环路：{path}。</translation>
    </message>
    <message>
        <source>There is nothing here. See /v1/openapi.json for what there is.</source>
        <extracomment>a reason in the protocol</extracomment>
        <translation>此处没有任何内容。可用的内容见 /v1/openapi.json。</translation>
    </message>
    <message>
        <source>arrives-twice</source>
        <extracomment>Messages of {start} can reach {end} twice: by {one}; and by {other}.</extracomment>
        <translation>{start} 的消息可能两次到达 {end}：经由 {one}，以及经由 {other}。</translation>
    </message>
    <message>
        <source>bad-levels</source>
        <extracomment>Levels are 0 (whole topics) to {most}.</extracomment>
        <translation>级数为 0（完整主题）到 {most}。</translation>
    </message>
    <message>
        <source>bad-places</source>
        <extracomment>A ranking has 1 to {most} places.</extracomment>
        <translation>排行有 1 到 {most} 个名次。</translation>
    </message>
    <message>
        <source>These bridges feed each other in a circle: {path}. Each turn makes the topic longer. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant.</source>
        <extracomment>one sentence of bridge-cycle</extracomment>
        <translation>这些桥接首尾相接形成环路：{path}。每绕一圈主题都会变长。请收窄过滤器、让主题映射互不相交，或者如果确实需要环路，请为桥接 {bridges} 之一设置跳数上限。</translation>
    </message>
    <message>
        <source>These bridges feed each other in a circle: {path}. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant.</source>
        <extracomment>one sentence of bridge-cycle</extracomment>
        <translation>这些桥接首尾相接形成环路：{path}。请收窄过滤器、让主题映射互不相交，或者如果确实需要环路，请为桥接 {bridges} 之一设置跳数上限。</translation>
    </message>
    <message>
        <source>These bridges feed each other in a circle: {path}. {names} lead to one and the same broker. Narrow a filter, map the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant.</source>
        <extracomment>one sentence of bridge-cycle</extracomment>
        <translation>这些桥接首尾相接形成环路：{path}。{names} 通向同一个代理。请收窄过滤器、让主题映射互不相交，或者如果确实需要环路，请为桥接 {bridges} 之一设置跳数上限。</translation>
    </message>
    <message>
        <source>These buses feed each other in a circle: {path}. Make one bus of them, or take a member out of one of them.</source>
        <extracomment>one sentence of bridge-cycle</extracomment>
        <translation>这些总线首尾相接形成环路：{path}。请把它们合并为一条总线，或从其中一条移除一个成员。</translation>
    </message>
    <message>
        <source>broker-bad-port</source>
        <extracomment>The broker cannot listen on port {port}: a port is 1 to 65535, or 0 for any free one.</extracomment>
        <translation>代理无法监听端口 {port}：端口应为 1 到 65535，或用 0 自动选择空闲端口。</translation>
    </message>
    <message>
        <source>The embedded broker does not start: {words} It is tried again in {seconds} s.</source>
        <extracomment>one sentence of broker-down</extracomment>
        <translation>内置代理无法启动：{words} 将在 {seconds} s 后重试。</translation>
    </message>
    <message>
        <source>The embedded broker is not running. Start it first.</source>
        <extracomment>one sentence of broker-down</extracomment>
        <translation>内置代理未运行。请先启动它。</translation>
    </message>
    <message>
        <source>broker-found</source>
        <extracomment>It turned out which addresses lead to one and the same broker. {bridges} began anew with that.</extracomment>
        <translation>现已查明哪些地址通向同一个代理。{bridges} 已据此重新开始。</translation>
    </message>
    <message>
        <source>broker-port-moved</source>
        <extracomment>Port {wanted} is taken by another program, so the broker listens on {port} instead ({kind}).</extracomment>
        <translation>端口 {wanted} 已被其他程序占用，因此代理改为监听 {port} ({kind})。</translation>
    </message>
    <message>
        <source>broker-unknown</source>
        <extracomment>Whether {connection} leads to the same broker as another connection cannot be found out: its broker has rules of its own for who may connect. It goes by its address, and a circle over two addresses of it is not seen.</extracomment>
        <translation>无法查明 {connection} 是否与另一个连接通向同一个代理：其代理对谁可以连接有自己的规则。它按地址识别，经由它的两个地址形成的环路不会被发现。</translation>
    </message>
    <message>
        <source>bus-down</source>
        <extracomment>The bus {name} does not run. Start it first.</extracomment>
        <translation>总线 {name} 未运行。请先启动它。</translation>
    </message>
    <message>
        <source>bus-member</source>
        <extracomment>{name} joins a connection that is not in this workspace any more. Choose its members anew.</extracomment>
        <translation>{name} 连接的某个连接已不在此工作区。请重新选择其成员。</translation>
    </message>
    <message>
        <source>bus-members</source>
        <extracomment>The bus {name} joins fewer than two connections. Choose at least two.</extracomment>
        <translation>总线 {name} 连接的不足两个。请至少选择两个。</translation>
    </message>
    <message>
        <source>bus-same-broker</source>
        <extracomment>Members of bus {bus!r} are one and the same broker: {names}. Keep one of them. | Two members of the bus {bus} are the same broker, so that messages would cross twice. Keep one.</extracomment>
        <translation>总线 {bus} 有成员是同一个代理，消息会经过两次。请只保留其中一个。</translation>
    </message>
    <message>
        <source>Members of bus {bus!r} are one and the same broker: {names}. Keep one of them.</source>
        <extracomment>one sentence of bus-same-broker</extracomment>
        <translation>总线 {bus} 的成员是同一个代理：{names}。请只保留其中一个。</translation>
    </message>
    <message>
        <source>Two members of the bus {bus} are the same broker, so that messages would cross twice. Keep one.</source>
        <extracomment>one sentence of bus-same-broker</extracomment>
        <translation>总线 {bus} 的两个成员是同一个代理，消息会经过两次。请只保留一个。</translation>
    </message>
    <message>
        <source>cannot-listen</source>
        <extracomment>Nothing can listen at {place}: {words}. Choose another port.</extracomment>
        <translation>无法在 {place} 监听：{words}。请另选端口。</translation>
    </message>
    <message>
        <source>The broker&apos;s file {path} could not be read: {words}. Choose another in the workspace.</source>
        <extracomment>one sentence of cannot-read</extracomment>
        <translation>无法读取代理配置文件 {path}：{words}。请在工作区设置中选择其他文件。</translation>
    </message>
    <message>
        <source>{path} could not be read: {words}.</source>
        <extracomment>one sentence of cannot-read</extracomment>
        <translation>无法读取 {path}：{words}。</translation>
    </message>
    <message>
        <source>{path} could not be written: {words}.</source>
        <extracomment>one sentence of cannot-write</extracomment>
        <translation>无法写入 {path}：{words}。</translation>
    </message>
    <message>
        <source>{path} could not be written: {words}. Save it somewhere else.</source>
        <extracomment>one sentence of cannot-write</extracomment>
        <translation>无法写入 {path}：{words}。请保存到别处。</translation>
    </message>
    <message>
        <source>closed</source>
        <extracomment>The broker closed the connection without a reason. Its log may say why.</extracomment>
        <translation>代理未说明原因就关闭了连接。其日志中可能有原因。</translation>
    </message>
    <message>
        <source>closed-early</source>
        <extracomment>{host}:{port} closed the connection before it answered. Check that the port fits the scheme (http or https); with TLS it may want a client certificate. | {host}:{port} closed the connection before it answered. Check that the port fits the scheme (mqtt, mqtts, ws or wss), the MQTT version, and whether the broker accepts this client (with TLS it may want a client certificate).</extracomment>
        <translation>{host}:{port} 未作应答就关闭了连接。请检查端口与协议 (mqtt、mqtts、ws 或 wss) 是否匹配、MQTT 版本是否正确，以及代理是否接受此客户端（使用 TLS 时可能要求客户端证书）。</translation>
    </message>
    <message>
        <source>{host}:{port} closed the connection before it answered. Check that the port fits the scheme (http or https); with TLS it may want a client certificate.</source>
        <extracomment>one sentence of closed-early</extracomment>
        <translation>{host}:{port} 未答复就关闭了连接。请检查端口是否与协议（http 或 https）相符；使用 TLS 时它可能需要客户端证书。</translation>
    </message>
    <message>
        <source>{host}:{port} closed the connection before it answered. Check that the port fits the scheme (mqtt, mqtts, ws or wss), the MQTT version, and whether the broker accepts this client (with TLS it may want a client certificate).</source>
        <extracomment>one sentence of closed-early</extracomment>
        <translation>{host}:{port} 未答复就关闭了连接。请检查端口是否与协议（mqtt、mqtts、ws 或 wss）相符、MQTT 版本，以及代理是否接受此客户端（使用 TLS 时它可能需要客户端证书）。</translation>
    </message>
    <message>
        <source>connection-in-use</source>
        <extracomment>{name} is needed by the bridge {bridges}. Change or remove that first.</extracomment>
        <translation>桥接 {bridges} 需要 {name}。请先更改或移除桥接。</translation>
    </message>
    <message>
        <source>The connection broke ({error}). It is tried again by itself.</source>
        <extracomment>one sentence of connection-lost</extracomment>
        <translation>连接已中断（{error}），将自动重试。</translation>
    </message>
    <message>
        <source>The connection broke before the answer came ({error}). The request may have arrived.</source>
        <extracomment>one sentence of connection-lost</extracomment>
        <translation>答复到来之前连接中断（{error}）。请求可能已送达。</translation>
    </message>
    <message>
        <source>The connection broke before this event left. QoS 1 and 2 would be sent again.</source>
        <extracomment>one sentence of connection-lost</extracomment>
        <translation>此事件发出前连接已中断。若使用 QoS 1 或 2，则会重新发送。</translation>
    </message>
    <message>
        <source>connection-refused</source>
        <extracomment>Nothing accepts connections at {host}:{port}. Check the port, and whether the broker runs. | Nothing accepts connections at {host}:{port}. Check the port, and whether the server runs.</extracomment>
        <translation>{host}:{port} 没有接受连接。请检查端口，以及代理是否在运行。</translation>
    </message>
    <message>
        <source>Nothing accepts connections at {host}:{port}. Check the port, and whether the broker runs.</source>
        <extracomment>one sentence of connection-refused</extracomment>
        <translation>{host}:{port} 没有程序接受连接。请检查端口，以及代理是否在运行。</translation>
    </message>
    <message>
        <source>Nothing accepts connections at {host}:{port}. Check the port, and whether the server runs.</source>
        <extracomment>one sentence of connection-refused</extracomment>
        <translation>{host}:{port} 没有程序接受连接。请检查端口，以及服务器是否在运行。</translation>
    </message>
    <message>
        <source>consumer-bus-sharing</source>
        <extracomment>A bus has no queues: each consumer gets every message. Choose topic, or one of its members.</extracomment>
        <translation>总线没有队列：每个消费者都收到每条消息。请选择“主题”，或改用其某个成员。</translation>
    </message>
    <message>
        <source>consumer-ended</source>
        <extracomment>{name} was stopped meanwhile.</extracomment>
        <translation>{name} 已在此期间停止。</translation>
    </message>
    <message>
        <source>consumer-group</source>
        <extracomment>A consumer that shares inside a group needs the group&apos;s name. Enter it.</extracomment>
        <translation>在组内分担的消费者需要组名，请输入。</translation>
    </message>
    <message>
        <source>consumer-group-text</source>
        <extracomment>A group&apos;s name holds no /, + or #, and nothing that cannot be printed.</extracomment>
        <translation>组名不能含 /、+ 或 #，也不能含不可打印的字符。</translation>
    </message>
    <message>
        <source>consumer-known</source>
        <extracomment>There is a consumer {name!r} already.</extracomment>
        <translation>已有名为 {name} 的消费者。</translation>
    </message>
    <message>
        <source>consumer-name</source>
        <extracomment>The consumer has no name. Give it one.</extracomment>
        <translation>消费者没有名称，请命名。</translation>
    </message>
    <message>
        <source>consumer-name-long</source>
        <extracomment>A consumer&apos;s name has at most {most} characters, and none that cannot be printed.</extracomment>
        <translation>消费者名称最多 {most} 个字符，且都须可打印。</translation>
    </message>
    <message>
        <source>consumer-no-connection</source>
        <extracomment>There is no connection in this workspace. Add one first.</extracomment>
        <translation>此工作区没有连接，请先添加一个。</translation>
    </message>
    <message>
        <source>consumer-pull-qos</source>
        <extracomment>QoS 0 cannot wait at the broker for a consumer that pulls. Choose QoS 1 or 2.</extracomment>
        <translation>QoS 0 的消息不能在服务器为拉取的消费者等候。请选择 QoS 1 或 2。</translation>
    </message>
    <message>
        <source>consumer-pushed</source>
        <extracomment>{name} is pushed its messages: nobody can pull them. Set its mode to pull or hybrid.</extracomment>
        <translation>{name} 的消息是推送的，无法拉取。请将其模式设为拉取或混合。</translation>
    </message>
    <message>
        <source>consumer-qos</source>
        <extracomment>The QoS is 0, 1 or 2, not {n}.</extracomment>
        <translation>QoS 为 0、1 或 2，而不是 {n}。</translation>
    </message>
    <message>
        <source>consumer-session-stays</source>
        <extracomment>The broker could not be asked to forget the consumer {name}. What waits for it there goes by itself within a day.</extracomment>
        <translation>无法请服务器忘记消费者 {name}。在那里等候它的消息将在一天内自行消失。</translation>
    </message>
    <message>
        <source>consumer-share</source>
        <extracomment>Leave {share} out of the filter: choose queue or hybrid as the sharing, and name the group.</extracomment>
        <translation>请从过滤器中去掉 {share}：分担方式选队列或混合，并写明组名。</translation>
    </message>
    <message>
        <source>consumer-stopped</source>
        <extracomment>{name} is stopped. Start it first.</extracomment>
        <translation>{name} 已停止，请先启动。</translation>
    </message>
    <message>
        <source>consumer-twice</source>
        <extracomment>The workspace has two consumers named {name}. The second is left out: rename it there.</extracomment>
        <translation>工作区有两个名为 {name} 的消费者，第二个被略去：请在文件中改名。</translation>
    </message>
    <message>
        <source>consumer-window</source>
        <extracomment>The window is 1 to {most} messages, not {n}.</extracomment>
        <translation>窗口为 1 到 {most} 条消息，而不是 {n}。</translation>
    </message>
    <message>
        <source>cut</source>
        <extracomment>{host}:{port} closed the connection before it answered. The request may have arrived.</extracomment>
        <translation>{host}:{port} 未答复就关闭了连接。请求可能已送达。</translation>
    </message>
    <message>
        <source>dead-exported</source>
        <extracomment>{count} dead letters of {bridge} were written to {path}.</extracomment>
        <translation>已将 {bridge} 的 {count} 条死信写入 {path}。</translation>
    </message>
    <message>
        <source>dead-gone</source>
        <extracomment>{name} keeps its dead letters in memory while it runs.</extracomment>
        <translation>{name} 运行时其死信保存在内存中。</translation>
    </message>
    <message>
        <source>dead-hex</source>
        <extracomment>Write bytes as pairs of hex digits, as in 7b 22 61 22 7d.</extracomment>
        <translation>请以成对的十六进制数字写字节，例如 7b 22 61 22 7d。</translation>
    </message>
    <message>
        <source>dead-no-text</source>
        <extracomment>These bytes are no text that could be edited without changing others.</extracomment>
        <translation>这些字节不是文本，编辑会改变其他字节。</translation>
    </message>
    <message>
        <source>dead-purged</source>
        <extracomment>{count} dead letters of {bridge} were thrown away.</extracomment>
        <translation>已丢弃 {bridge} 的 {count} 条死信。</translation>
    </message>
    <message>
        <source>dead-unplanned</source>
        <extracomment>Nobody knows the bridge {bridge} any more, so these letters cannot be planned. Export them.</extracomment>
        <translation>已没有桥接 {bridge}，因此无法安排这些死信。请将其导出。</translation>
    </message>
    <message>
        <source>disconnected-by-broker</source>
        <extracomment>The broker ended the connection: {reason_words}</extracomment>
        <translation>代理结束了连接：{reason_words}</translation>
    </message>
    <message>
        <source>dry-run-empty</source>
        <extracomment>Paste a message a line, as in {example}</extracomment>
        <translation>每行粘贴一条消息，例如 {example}</translation>
    </message>
    <message>
        <source>dry-run-line</source>
        <extracomment>Line {number}: {words}.</extracomment>
        <translation>第 {number} 行：{words}。</translation>
    </message>
    <message>
        <source>dry-run-long</source>
        <extracomment>A dry run takes {most} messages at most.</extracomment>
        <translation>一次试运行最多 {most} 条消息。</translation>
    </message>
    <message>
        <source>dry-run-many</source>
        <extracomment>These are {n} messages; try {most} at most.</extracomment>
        <translation>共有 {n} 条消息；一次最多试 {most} 条。</translation>
    </message>
    <message>
        <source>embedded-stays</source>
        <extracomment>The connection to the embedded broker cannot be removed. Disconnect it.</extracomment>
        <translation>到内置代理的连接无法移除。请改为断开连接。</translation>
    </message>
    <message>
        <source>The engine failed at {verb}: {words}. Please report it; details are in the log file.</source>
        <extracomment>one sentence of engine-bug</extracomment>
        <translation>引擎执行 {verb} 时失败：{words}。请报告此问题，详情见日志文件。</translation>
    </message>
    <message>
        <source>{name} failed: {words}. Please report it; details are in {file}.</source>
        <extracomment>one sentence of engine-bug</extracomment>
        <translation>{name} 失败：{words}。请报告此问题，详情见 {file}。</translation>
    </message>
    <message>
        <source>export-bug</source>
        <extracomment>The export stopped because of a fault in Eventscope ({words}). Please report it.</extracomment>
        <translation>由于 Eventscope 的故障，导出已停止（{words}）。请报告此问题。</translation>
    </message>
    <message>
        <source>export-done</source>
        <extracomment>{count} messages were written to {path}.</extracomment>
        <translation>已将 {count} 条消息写入 {path}。</translation>
    </message>
    <message>
        <source>export-many</source>
        <extracomment>{most} exports are running already. Wait for one, or stop it.</extracomment>
        <translation>已有 {most} 个导出正在运行。请等待其中一个完成，或停止它。</translation>
    </message>
    <message>
        <source>fault</source>
        <extracomment>A fault of Eventscope ended the connection: {error}. It is tried again; please report this. | A fault of Eventscope ended the connection: {error}. Please report this.</extracomment>
        <translation>Eventscope 的内部故障导致连接中断：{error}。请报告此问题。</translation>
    </message>
    <message>
        <source>A fault of Eventscope ended the connection: {error}. It is tried again; please report this.</source>
        <extracomment>one sentence of fault</extracomment>
        <translation>Eventscope 的内部故障导致连接中断：{error}。将自动重试；请报告此问题。</translation>
    </message>
    <message>
        <source>A fault of Eventscope ended the connection: {error}. Please report this.</source>
        <extracomment>one sentence of fault</extracomment>
        <translation>Eventscope 的内部故障导致连接中断：{error}。请报告此问题。</translation>
    </message>
    <message>
        <source>file-exists</source>
        <extracomment>{path} is there already. Choose another name.</extracomment>
        <translation>{path} 已存在。请另选名称。</translation>
    </message>
    <message>
        <source>file-missing</source>
        <extracomment>Choose the file whose bytes are to be published.</extracomment>
        <translation>请选择要发布其内容的文件。</translation>
    </message>
    <message>
        <source>file-too-large</source>
        <extracomment>The {where} file is larger than 5 MiB; it is not one of ours. | {path} is larger than 1 MiB; it is no broker file. | {path} is larger than 5 MiB; it is not one of ours.</extracomment>
        <translation>文件过大，不是 Eventscope 可用的文件。</translation>
    </message>
    <message>
        <source>The {where} file is larger than 5 MiB; it is not one of ours.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation>{where} 文件大于 5 MiB，不是 Eventscope 的文件。</translation>
    </message>
    <message>
        <source>{path} is larger than 1 MiB; it is no broker file.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation>{path} 大于 1 MiB，不是代理配置文件。</translation>
    </message>
    <message>
        <source>{path} is larger than 5 MiB; it is not one of ours.</source>
        <extracomment>one sentence of file-too-large</extracomment>
        <translation>{path} 大于 5 MiB，不是 Eventscope 的文件。</translation>
    </message>
    <message>
        <source>file-unusable</source>
        <extracomment>{file} could not be used: {words} It stays as it is; defaults are in use.</extracomment>
        <translation>无法使用 {file}：{words} 该文件保持原样；当前使用默认设置。</translation>
    </message>
    <message>
        <source>The expression has a mistake at position {position}: {words}. It looks like this: payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;).</source>
        <extracomment>one sentence of filter-cel</extracomment>
        <translation>表达式在位置 {position} 有误：{words}。正确的写法如：payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;)。</translation>
    </message>
    <message>
        <source>The expression has a mistake at position {position}: {words}. It looks like this: payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;). To search for these characters, put them in quotes.</source>
        <extracomment>one sentence of filter-cel</extracomment>
        <translation>表达式在位置 {position} 有误：{words}。正确的写法如：payload.total &gt; 100 &amp;&amp; topic.startsWith(&quot;orders/&quot;)。若要搜索这些字符本身，请用引号括起来。</translation>
    </message>
    <message>
        <source>filter-empty</source>
        <extracomment>The filter is empty. Enter at least one character. | The quotes at position {position} are empty. Write text between them.</extracomment>
        <translation>过滤或筛选内容为空。请至少输入一个字符。</translation>
    </message>
    <message>
        <source>The filter is empty. Enter at least one character.</source>
        <extracomment>one sentence of filter-empty</extracomment>
        <translation>主题过滤器为空。请至少输入一个字符。</translation>
    </message>
    <message>
        <source>The quotes at position {position} are empty. Write text between them.</source>
        <extracomment>one sentence of filter-empty</extracomment>
        <translation>位置 {position} 的引号内为空。请在引号之间输入文本。</translation>
    </message>
    <message>
        <source>filter-grows</source>
        <extracomment>The expression may repeat each part of a message more than {growth} times. Name less inside map.</extracomment>
        <translation>该表达式可能将消息的每一部分重复 {growth} 次以上。请减少 map 中引用的内容。</translation>
    </message>
    <message>
        <source>filter-hex</source>
        <extracomment>At position {position}, hex: needs bytes such as deadbeef or &quot;de ad be ef&quot;, not {value}. To search for these characters, put them in quotes.</extracomment>
        <translation>位置 {position} 处的 hex: 需要字节，例如 deadbeef 或 &quot;de ad be ef&quot;，而不是 {value}。若要搜索这些字符，请加引号。</translation>
    </message>
    <message>
        <source>filter-long</source>
        <extracomment>The filter has {size} bytes; MQTT allows {longest}. Shorten it. | The filter is longer than {longest} characters. Shorten it.</extracomment>
        <translation>输入过长，上限为 {longest}。请缩短。</translation>
    </message>
    <message>
        <source>The filter has {size} bytes; MQTT allows {longest}. Shorten it.</source>
        <extracomment>one sentence of filter-long</extracomment>
        <translation>主题过滤器有 {size} 字节，MQTT 最多允许 {longest} 字节。请缩短。</translation>
    </message>
    <message>
        <source>The filter is longer than {longest} characters. Shorten it.</source>
        <extracomment>one sentence of filter-long</extracomment>
        <translation>筛选条件超过 {longest} 个字符。请缩短。</translation>
    </message>
    <message>
        <source>filter-mistyped</source>
        <extracomment>At position {position}, {text} is not understood. Did you mean {guess}? To search for these characters, put them in quotes.</extracomment>
        <translation>第 {position} 个字符处的 {text} 无法识别。您是想输入 {guess} 吗？若要搜索这些字符本身，请加引号。</translation>
    </message>
    <message>
        <source>filter-name</source>
        <extracomment>A message has no {name}. The names are {names}; to search for text, put it in quotes.</extracomment>
        <translation>消息没有 {name}。可用的名称为 {names}；若要搜索文本，请用引号括起来。</translation>
    </message>
    <message>
        <source>filter-nested</source>
        <extracomment>{name} stands inside another comprehension, whose cost has no bound. Write them one after the other, or filter for something else first.</extracomment>
        <translation>{name} 嵌套在另一个推导式宏中，其开销没有上限。请将它们依次写出，或先用其他条件筛选。</translation>
    </message>
    <message>
        <source>filter-no-answer</source>
        <extracomment>The expression gives {answer}, not yes or no. Compare it with something, as in size &gt; 100.</extracomment>
        <translation>表达式的结果是 {answer}，而不是真或假。请加上比较，例如 size &gt; 100。</translation>
    </message>
    <message>
        <source>filter-nul</source>
        <extracomment>The filter contains the character U+0000. Remove it.</extracomment>
        <translation>主题过滤器包含字符 U+0000。请将其删除。</translation>
    </message>
    <message>
        <source>filter-number</source>
        <extracomment>At position {position}, {name} needs a number with a unit such as {units}, not {value}.</extracomment>
        <translation>位置 {position}：{name} 需要带单位的数字（如 {units}），不能是 {value}。</translation>
    </message>
    <message>
        <source>filter-pattern</source>
        <extracomment>Inside a comprehension matches takes one pattern in quotes without counted repetitions, because it is made anew for each value.</extracomment>
        <translation>在推导式宏内，matches 只接受一个带引号且不含计数重复的模式，因为它会为每个值重新编译。</translation>
    </message>
    <message>
        <source>filter-plus</source>
        <extracomment>In the filter {filter}, + must fill a whole level, as in orders/+/state.</extracomment>
        <translation>主题过滤器 {filter} 中的 + 必须独占一级，例如 orders/+/state。</translation>
    </message>
    <message>
        <source>filter-quote</source>
        <extracomment>The quote at position {position} has no partner at the end of a word. Close it, or put  before quotes that belong to the text and quotes around all of it.</extracomment>
        <translation>位置 {position} 的引号在单词末尾没有配对的引号。请补上右引号；若引号属于文本，请在其前加 \，并用引号括住整段文本。</translation>
    </message>
    <message>
        <source>filter-regex</source>
        <extracomment>The regular expression at position {position} cannot be used: {words}. RE2 knows no look-around, back-references or repeats above 1000.</extracomment>
        <translation>位置 {position} 的正则表达式无法使用：{words}。RE2 不支持环视、反向引用和超过 1000 次的重复。</translation>
    </message>
    <message>
        <source>filter-share</source>
        <extracomment>The shared subscription {filter} needs a group name without + or # and a filter, as in $share/group/orders/#.</extracomment>
        <translation>共享订阅 {filter} 需要不含 + 或 # 的共享组名和一个过滤器，例如 $share/group/orders/#。</translation>
    </message>
    <message>
        <source>filter-surrogate</source>
        <extracomment>The filter contains half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation>主题过滤器包含不完整的代理对 (surrogate)，UTF-8 无法表示。请将其删除。</translation>
    </message>
    <message>
        <source>filter-time</source>
        <extracomment>At position {position}, time needs &gt; &gt;= &lt; or &lt;= and a moment such as 14:30, 2025-06-01T14:30:00 or -10m, not {value}. To search for these characters, put them in quotes.</extracomment>
        <translation>位置 {position} 处的 time 需要 &gt;、&gt;=、&lt; 或 &lt;= 以及一个时刻，例如 14:30、2025-06-01T14:30:00 或 -10m，而不是 {value}。若要搜索这些字符，请加引号。</translation>
    </message>
    <message>
        <source>filter-topic</source>
        <extracomment>At position {position}: {words}</extracomment>
        <translation>位置 {position}：{words}</translation>
    </message>
    <message>
        <source>filter-unknown-name</source>
        <extracomment>At position {position}, {name} is not known. Compare size or latency, or a field of a JSON payload as in payload.{name} &gt; 5. To search for these characters, put them in quotes.</extracomment>
        <translation>第 {position} 个字符处的 {name} 不是已知名称。可以比较 size 或 latency，也可以比较 JSON 载荷的字段，例如 payload.{name} &gt; 5。若要搜索这些字符本身，请加引号。</translation>
    </message>
    <message>
        <source>filter-words</source>
        <extracomment>The filter has more than {most} words. Quote those that belong together.</extracomment>
        <translation>筛选条件超过 {most} 个词。请用引号把属于一起的词括起来。</translation>
    </message>
    <message>
        <source>folder-read-only</source>
        <extracomment>Changes to workspace and preferences cannot be kept in {folder}: {words}.</extracomment>
        <translation>无法在 {folder} 中保存对工作区和首选项的更改：{words}。</translation>
    </message>
    <message>
        <source>foreign-runtime-folder</source>
        <extracomment>{folder} belongs to somebody else, so the API&apos;s token cannot be kept there. Remove it.</extracomment>
        <translation>{folder} 属于其他用户，无法在其中存放 API 令牌。请将其删除。</translation>
    </message>
    <message>
        <source>group-busy</source>
        <extracomment>Group {group!r} has {n} member(s) that are reading. Stop them first, then move its offsets; what a stopped bridge leaves counts for 45 s more, at a local Kafka of `eventscope kafka` until that is started anew.</extracomment>
        <translation>组 {group!r} 有 {n} 个成员正在读取。请先停止它们，再移动其偏移量；已停止的桥接留下的成员还会计算 45 秒，在 `eventscope kafka` 的本地 Kafka 中则一直计算到它重新启动为止。</translation>
    </message>
    <message>
        <source>handler-failed</source>
        <extracomment>A part of Eventscope failed while it handled news of this connection ({handler}: {error}). The connection goes on; please report this.</extracomment>
        <translation>Eventscope 的某个部分在处理此连接的消息时出错（{handler}: {error}）。连接不受影响；请报告此问题。</translation>
    </message>
    <message>
        <source>header-is-ours</source>
        <extracomment>The header {name} is set by Eventscope itself; leave it out.</extracomment>
        <translation>请求头 {name} 由 Eventscope 自行设置；请去掉它。</translation>
    </message>
    <message>
        <source>hex-offset</source>
        <extracomment>“{given}” is no offset. Type a number such as 4096 or 0x1000.</extracomment>
        <translation>“{given}”不是有效的偏移量。请输入数字，例如 4096 或 0x1000。</translation>
    </message>
    <message>
        <source>hex-offset-range</source>
        <extracomment>The payload ends at byte {last}.</extracomment>
        <translation>载荷止于字节 {last}。</translation>
    </message>
    <message>
        <source>http-shared</source>
        <extracomment>HTTP has no shared subscriptions. Leave out $share and the group.</extracomment>
        <translation>HTTP 没有共享订阅。请去掉 $share 和组。</translation>
    </message>
    <message>
        <source>idempotence-needs-all</source>
        <extracomment>An idempotent producer needs acks = all, not {acks}. Change one of the two.</extracomment>
        <translation>幂等生产者需要 acks = all，而不是 {acks}。请更改其中一项。</translation>
    </message>
    <message>
        <source>ids-or-all</source>
        <extracomment>Give either ids or all.</extracomment>
        <translation>请给出 ids 或 all 之一。</translation>
    </message>
    <message>
        <source>ingest-path</source>
        <extracomment>An address to post to has no path ({path}): the path of each post is its topic.</extracomment>
        <translation>接收投递的地址没有路径（{path}）：每次投递的路径就是其主题。</translation>
    </message>
    <message>
        <source>ingest-tls</source>
        <extracomment>What is posted to this machine does not leave it: write http, not https, for an address to post to.</extracomment>
        <translation>投递到本机的内容不会离开本机：接收地址请写 http，不要写 https。</translation>
    </message>
    <message>
        <source>json-after-end</source>
        <extracomment>Line {line}, column {column}: the value is complete, but more text follows.</extracomment>
        <translation>第 {line} 行第 {column} 列：值已完整，但后面还有文本。</translation>
    </message>
    <message>
        <source>json-constant</source>
        <extracomment>Line {line}, column {column}: {found} is not JSON (RFC 8259).</extracomment>
        <translation>第 {line} 行第 {column} 列：{found} 不是 JSON (RFC 8259)。</translation>
    </message>
    <message>
        <source>json-control</source>
        <extracomment>Line {line}, column {column}: a control character in a string; write a line break as 
.</extracomment>
        <translation>第 {line} 行第 {column} 列：字符串中有控制字符；换行请写作 \n。</translation>
    </message>
    <message>
        <source>json-depth</source>
        <extracomment>Line {line}, column {column}: nested more than {limit} deep; shown as text only.</extracomment>
        <translation>第 {line} 行第 {column} 列：嵌套超过 {limit} 层，仅以文本显示。</translation>
    </message>
    <message>
        <source>json-ends</source>
        <extracomment>Line {line}, column {column}: the text ends before the value does.</extracomment>
        <translation>第 {line} 行第 {column} 列：值尚未完整，文本已结束。</translation>
    </message>
    <message>
        <source>json-escape</source>
        <extracomment>Line {line}, column {column}: “{found}” is no escape of JSON.</extracomment>
        <translation>第 {line} 行第 {column} 列：“{found}”不是 JSON 转义序列。</translation>
    </message>
    <message>
        <source>json-open-string</source>
        <extracomment>Line {line}, column {column}: this string has no closing quote.</extracomment>
        <translation>第 {line} 行第 {column} 列：此字符串缺少右引号。</translation>
    </message>
    <message>
        <source>json-size</source>
        <extracomment>{size} MiB is too large to read as JSON here (limit {limit} MiB). It is shown as text, page by page.</extracomment>
        <translation>大小为 {size} MiB，过大，无法在此解析为 JSON（上限 {limit} MiB）。现以文本分页显示。</translation>
    </message>
    <message>
        <source>json-tokens</source>
        <extracomment>Line {line}, column {column}: more than {limit} tokens; shown as text only.</extracomment>
        <translation>第 {line} 行第 {column} 列：超过 {limit} 个词法单元，仅以文本显示。</translation>
    </message>
    <message>
        <source>json-too-deep</source>
        <extracomment>The JSON is nested too deep to be checked; send it as text.</extracomment>
        <translation>JSON 嵌套过深，无法检查；请以文本发送。</translation>
    </message>
    <message>
        <source>json-trailing-comma</source>
        <extracomment>Line {line}, column {column}: JSON allows no comma before “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：JSON 不允许“{found}”之前有逗号。</translation>
    </message>
    <message>
        <source>json-utf8</source>
        <extracomment>No JSON: byte {at} is not UTF-8.</extracomment>
        <translation>不是 JSON：字节 {at} 不是有效的 UTF-8。</translation>
    </message>
    <message>
        <source>json-wants-colon</source>
        <extracomment>Line {line}, column {column}: a colon expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为冒号，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-first</source>
        <extracomment>Line {line}, column {column}: a value or “]” expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为值或“]”，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-first-key</source>
        <extracomment>Line {line}, column {column}: a name in double quotes or a closing brace expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为双引号括起的名称或右花括号，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-key</source>
        <extracomment>Line {line}, column {column}: a name in double quotes expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为双引号括起的名称，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-more-names</source>
        <extracomment>Line {line}, column {column}: a comma or a closing brace expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为逗号或右花括号，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-more-values</source>
        <extracomment>Line {line}, column {column}: a comma or “]” expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为逗号或“]”，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wants-value</source>
        <extracomment>Line {line}, column {column}: a value expected, not “{found}”.</extracomment>
        <translation>第 {line} 行第 {column} 列：此处应为值，而不是“{found}”。</translation>
    </message>
    <message>
        <source>json-wrong</source>
        <extracomment>The payload is not JSON: {words}.</extracomment>
        <translation>载荷不是 JSON：{words}。</translation>
    </message>
    <message>
        <source>kafka-filter</source>
        <extracomment>{filter} is no topic of Kafka. Use A-Z a-z 0-9 . _ and -, with * for any characters, as in orders.*; $share/GROUP/TOPIC reads as a member of a consumer group.</extracomment>
        <translation>{filter} 不是 Kafka 主题。请使用 A-Z a-z 0-9 . _ 和 -，* 代表任意字符，例如 orders.*；$share/组/主题 以消费者组成员的身份读取。</translation>
    </message>
    <message>
        <source>kafka-group</source>
        <extracomment>The name of a consumer group is too long. Use up to 249 bytes.</extracomment>
        <translation>消费者组的名称过长。最多 249 个字节。</translation>
    </message>
    <message>
        <source>kafka-host</source>
        <extracomment>{host!r} is no host. Write host, or host:port, several with commas between them.</extracomment>
        <translation>{host} 不是主机。请写主机或主机:端口，多个以逗号分隔。</translation>
    </message>
    <message>
        <source>key-cancelled</source>
        <extracomment>The first request was given up.</extracomment>
        <translation>第一个请求已被放弃。</translation>
    </message>
    <message>
        <source>key-missing</source>
        <extracomment>{where}: {keys} is missing.</extracomment>
        <translation>{where}：缺少 {keys}。</translation>
    </message>
    <message>
        <source>key-used</source>
        <extracomment>This Idempotency-Key was used for another request. Take a new one.</extracomment>
        <translation>此 Idempotency-Key 已用于另一个请求。请换用新的。</translation>
    </message>
    <message>
        <source>log-block-damaged</source>
        <extracomment>A part of the message log {name} is damaged ({words}); the messages in it are left out.</extracomment>
        <translation>消息日志 {name} 的一部分已损坏（{words}），其中的消息已略过。</translation>
    </message>
    <message>
        <source>log-bug</source>
        <extracomment>The message log has stopped because of a fault in Eventscope; details are in its log file. | {count} messages could not be stored because of a fault in Eventscope ({words}). Please report it.</extracomment>
        <translation>Eventscope 内部故障影响了消息日志，部分消息可能未存储。请报告此问题，详情见 Eventscope 的日志文件。</translation>
    </message>
    <message>
        <source>The message log has stopped because of a fault in Eventscope; details are in its log file.</source>
        <extracomment>one sentence of log-bug</extracomment>
        <translation>由于 Eventscope 内部故障，消息日志已停止；详情见 Eventscope 的日志文件。</translation>
    </message>
    <message>
        <source>{count} messages could not be stored because of a fault in Eventscope ({words}). Please report it.</source>
        <extracomment>one sentence of log-bug</extracomment>
        <translation>由于 Eventscope 内部故障（{words}），有 {count} 条消息未能存储。请报告此问题。</translation>
    </message>
    <message>
        <source>log-damaged</source>
        <extracomment>The message log {name} cannot be read ({words}) and is left out. It is kept as {aside}.</extracomment>
        <translation>无法读取消息日志 {name}（{words}），已略过。它保留为 {aside}。</translation>
    </message>
    <message>
        <source>log-in-use</source>
        <extracomment>Another Eventscope keeps its messages in {folder}. This one keeps its own in a temporary folder until it ends; close the other one first to have them kept.</extracomment>
        <translation>另一个 Eventscope 正在 {folder} 中保存消息。本实例将消息保存在临时文件夹中，退出后即删除；若要长期保存，请先关闭另一个实例。</translation>
    </message>
    <message>
        <source>log-read-only</source>
        <extracomment>Messages cannot be kept in {folder} ({words}). They are kept in a temporary folder until Eventscope ends; make that folder writable, or choose another, and start again.</extracomment>
        <translation>无法在 {folder} 中保存消息（{words}）。在 Eventscope 退出前，消息保存在临时文件夹中；请使该文件夹可写或另选文件夹，然后重新启动。</translation>
    </message>
    <message>
        <source>log-resumed</source>
        <extracomment>Messages are stored again; {count} with QoS 0 were dropped meanwhile.</extracomment>
        <translation>已恢复存储消息；其间丢弃了 {count} 条 QoS 0 消息。</translation>
    </message>
    <message>
        <source>log-unreadable</source>
        <extracomment>The message log cannot be read at the moment ({words}). Look at the disk; try again.</extracomment>
        <translation>目前无法读取消息日志（{words}）。请检查磁盘后重试。</translation>
    </message>
    <message>
        <source>long-head</source>
        <extracomment>The headers are too large.</extracomment>
        <translation>请求头过大。</translation>
    </message>
    <message>
        <source>lookup-late</source>
        <extracomment>The records that were sent before could not be read back in time. It is tried again.</extracomment>
        <translation>未能及时读回先前发送的记录。会再次尝试。</translation>
    </message>
    <message>
        <source>lost-of-http</source>
        <extracomment>In {name}: the headers of HTTP are lost at {targets}, because MQTT 3.1.1 carries the payload alone; the marks against loops and latency stamps are among them.</extracomment>
        <translation>在 {name} 中：HTTP 请求头会在 {targets} 丢失，因为 MQTT 3.1.1 只携带载荷；防环标记和延迟时间戳也在其中。</translation>
    </message>
    <message>
        <source>lost-of-kafka</source>
        <extracomment>In {name}: the keys and headers of Kafka are lost at {targets}, because MQTT 3.1.1 carries the payload alone; the marks against loops and latency stamps are among them.</extracomment>
        <translation>在 {name} 中：Kafka 的键和消息头会在 {targets} 丢失，因为 MQTT 3.1.1 只携带载荷；防环标记和延迟时间戳也在其中。</translation>
    </message>
    <message>
        <source>lost-of-mqtt</source>
        <extracomment>In {name}: the properties of MQTT 5 are lost at {targets}, because MQTT 3.1.1 carries the payload alone; the marks against loops and latency stamps are among them.</extracomment>
        <translation>在 {name} 中：MQTT 5 属性会在 {targets} 丢失，因为 MQTT 3.1.1 只携带载荷；防环标记和延迟时间戳也在其中。</translation>
    </message>
    <message>
        <source>many-messages</source>
        <extracomment>At most {most} messages can be tried at once.</extracomment>
        <translation>一次最多试运行 {most} 条消息。</translation>
    </message>
    <message>
        <source>message-gone</source>
        <extracomment>Message {id} is no longer stored: the log&apos;s limit was reached.</extracomment>
        <translation>消息 {id} 已不再保存：消息日志已达到上限。</translation>
    </message>
    <message>
        <source>needs-mqtt5</source>
        <extracomment>Event properties need MQTT 5; this connection uses 3.1.1. Remove them or change the version.</extracomment>
        <translation>事件属性需要 MQTT 5，此连接使用的是 3.1.1。请移除属性或更改版本。</translation>
    </message>
    <message>
        <source>no-api</source>
        <extracomment>The HTTP API is not part of this command. Use `eventscope serve` or the window.</extracomment>
        <translation>此命令不包含 HTTP API。请使用 `eventscope serve` 或窗口程序。</translation>
    </message>
    <message>
        <source>no-audit</source>
        <extracomment>The API&apos;s audit log cannot be written: {words}. The API goes on without it.</extracomment>
        <translation>无法写入 API 的审计日志：{words}。API 将在没有审计日志的情况下继续运行。</translation>
    </message>
    <message>
        <source>no-bridge</source>
        <extracomment>There is no bridge {name!r} here. | There is no bridge {name!r} in this workspace.</extracomment>
        <translation>没有桥接 {name}。</translation>
    </message>
    <message>
        <source>There is no bridge {name!r} here.</source>
        <extracomment>one sentence of no-bridge</extracomment>
        <translation>这里没有桥接 {name}。</translation>
    </message>
    <message>
        <source>There is no bridge {name!r} in this workspace.</source>
        <extracomment>one sentence of no-bridge</extracomment>
        <translation>此工作区中没有桥接 {name}。</translation>
    </message>
    <message>
        <source>no-bus</source>
        <extracomment>A bus runs inside Eventscope&apos;s engine only, not here. | There is no bus {name!r} here.</extracomment>
        <translation>这里没有该总线。</translation>
    </message>
    <message>
        <source>A bus runs inside Eventscope&apos;s engine only, not here.</source>
        <extracomment>one sentence of no-bus</extracomment>
        <translation>总线只在 Eventscope 的引擎内运行，不在这里。</translation>
    </message>
    <message>
        <source>There is no bus {name!r} here.</source>
        <extracomment>one sentence of no-bus</extracomment>
        <translation>这里没有总线 {name}。</translation>
    </message>
    <message>
        <source>no-connection</source>
        <extracomment>There is no connection {name!r} in this workspace. | There is no connection {name} in this workspace.</extracomment>
        <translation>此工作区中没有连接 {name!r}。</translation>
    </message>
    <message>
        <source>There is no connection {name!r} in this workspace.</source>
        <extracomment>one sentence of no-connection</extracomment>
        <translation>此工作区中没有连接 {name!r}。</translation>
    </message>
    <message>
        <source>There is no connection {name} in this workspace.</source>
        <extracomment>one sentence of no-connection</extracomment>
        <translation>此工作区中没有连接 {name}。</translation>
    </message>
    <message>
        <source>no-consumer</source>
        <extracomment>There is no consumer {name!r} in this workspace.</extracomment>
        <translation>此工作区没有名为 {name} 的消费者。</translation>
    </message>
    <message>
        <source>no-engine</source>
        <extracomment>There is no engine here.</extracomment>
        <translation>此处没有引擎。</translation>
    </message>
    <message>
        <source>no-figures</source>
        <extracomment>There are no figures yet. Ask again in a moment.</extracomment>
        <translation>尚无数据。请稍后再试。</translation>
    </message>
    <message>
        <source>no-folder</source>
        <extracomment>{path} cannot be used: {words}.</extracomment>
        <translation>无法使用 {path}：{words}。</translation>
    </message>
    <message>
        <source>no-gauges</source>
        <extracomment>The broker has not told its queues yet. Ask again in a moment.</extracomment>
        <translation>代理尚未报告其队列数据。请稍后再试。</translation>
    </message>
    <message>
        <source>no-host</source>
        <extracomment>{name} has no host. Enter a name or an address.</extracomment>
        <translation>{name} 未设置主机。请输入主机名或地址。</translation>
    </message>
    <message>
        <source>no-ingest-token</source>
        <extracomment>The token for what is posted to {origin} cannot be kept in {path}: {words}. Name a secret-file.</extracomment>
        <translation>投递到 {origin} 所需的令牌无法保存在 {path}：{words}。请指定 secret-file。</translation>
    </message>
    <message>
        <source>no-key-store</source>
        <extracomment>This system has no key store that Eventscope trusts: the password is kept until Eventscope ends.</extracomment>
        <translation>本系统没有 Eventscope 信任的密钥库：密码只保留到 Eventscope 退出。</translation>
    </message>
    <message>
        <source>no-local-kafka</source>
        <extracomment>The local Kafka could not start: {words}. | The local Kafka is not installed. Install the package noida-db, or name a cluster of your own.</extracomment>
        <translation>本地 Kafka 无法启动：{words}。 | 未安装本地 Kafka。请安装软件包 noida-db，或指定自己的集群。</translation>
    </message>
    <message>
        <source>The local Kafka could not start: {words}.</source>
        <extracomment>one sentence of no-local-kafka</extracomment>
        <translation>本地 Kafka 无法启动：{words}。</translation>
    </message>
    <message>
        <source>The local Kafka is not installed. Install the package noida-db, or name a cluster of your own.</source>
        <extracomment>one sentence of no-local-kafka</extracomment>
        <translation>未安装本地 Kafka。请安装软件包 noida-db，或指定自己的集群。</translation>
    </message>
    <message>
        <source>no-mechanism</source>
        <extracomment>{name} has a user and no mechanism. Choose how to log in (SASL), or take the user away.</extracomment>
        <translation>{name} 有用户而没有登录方式。请选择登录方式 (SASL)，或去掉用户。</translation>
    </message>
    <message>
        <source>no-memory</source>
        <extracomment>Too much is being posted at the same time. Try again later.</extracomment>
        <translation>同时投递的内容过多。请稍后再试。</translation>
    </message>
    <message>
        <source>no-offset</source>
        <extracomment>Kafka gives offsets itself. Take the property k-offset away.</extracomment>
        <translation>偏移量由 Kafka 自行分配。请移除属性 k-offset。</translation>
    </message>
    <message>
        <source>no-password</source>
        <extracomment>{user} needs a password to log in. Give it apart.</extracomment>
        <translation>{user} 登录需要密码。请另行提供。</translation>
    </message>
    <message>
        <source>no-path</source>
        <extracomment>Post to a path: without its first slash it is the topic of the event.</extracomment>
        <translation>请投递到某个路径：去掉开头的斜杠即为事件的主题。</translation>
    </message>
    <message>
        <source>no-receipt</source>
        <extracomment>There is no receipt {id} among the newest 1,000.</extracomment>
        <translation>最近 1,000 条回执中没有 {id}。</translation>
    </message>
    <message>
        <source>no-retain</source>
        <extracomment>HTTP has no retained messages. Switch Retain off. | Kafka has no retained messages. Switch Retain off; a compacted topic keeps the last of each key.</extracomment>
        <translation>Kafka 没有保留消息。请关闭“保留”；压缩主题会保留每个键的最后一条消息。</translation>
    </message>
    <message>
        <source>HTTP has no retained messages. Switch Retain off.</source>
        <extracomment>one sentence of no-retain</extracomment>
        <translation>HTTP 没有保留消息。请关闭“保留”。</translation>
    </message>
    <message>
        <source>Kafka has no retained messages. Switch Retain off; a compacted topic keeps the last of each key.</source>
        <extracomment>one sentence of no-retain</extracomment>
        <translation>Kafka 没有保留消息。请关闭“保留”；压缩主题会保留每个键的最后一条。</translation>
    </message>
    <message>
        <source>no-runtime-folder</source>
        <extracomment>The API&apos;s token cannot be kept in {folder}: {words}.</extracomment>
        <translation>无法将 API 令牌存放在 {folder} 中：{words}。</translation>
    </message>
    <message>
        <source>no-scope</source>
        <extracomment>The token does not allow this. Use one of a higher scope.</extracomment>
        <translation>该令牌无此权限。请使用权限范围更高的令牌。</translation>
    </message>
    <message>
        <source>no-subscription</source>
        <extracomment>The connection has no such subscription.</extracomment>
        <translation>该连接没有这个订阅。</translation>
    </message>
    <message>
        <source>no-token</source>
        <extracomment>Send Authorization: Bearer TOKEN, with a token of the token file. | Send Authorization: Bearer TOKEN, with the token of this address.</extracomment>
        <translation>请发送 Authorization: Bearer TOKEN，其中使用令牌文件中的令牌。</translation>
    </message>
    <message>
        <source>Send Authorization: Bearer TOKEN, with a token of the token file.</source>
        <extracomment>one sentence of no-token</extracomment>
        <translation>请发送 Authorization: Bearer TOKEN，使用令牌文件中的令牌。</translation>
    </message>
    <message>
        <source>Send Authorization: Bearer TOKEN, with the token of this address.</source>
        <extracomment>one sentence of no-token</extracomment>
        <translation>请发送 Authorization: Bearer TOKEN，使用此地址的令牌。</translation>
    </message>
    <message>
        <source>no-token-file</source>
        <extracomment>The API&apos;s token cannot be written to {path}: {words}.</extracomment>
        <translation>无法将 API 令牌写入 {path}：{words}。</translation>
    </message>
    <message>
        <source>no-token-url</source>
        <extracomment>OAUTHBEARER and the URL of the server that gives tokens belong together. Enter both or none. | sasl=oauthbearer and token=URL of the identity server belong together.</extracomment>
        <translation>sasl=oauthbearer 须与身份服务器的 token=URL 一起使用。</translation>
    </message>
    <message>
        <source>OAUTHBEARER and the URL of the server that gives tokens belong together. Enter both or none.</source>
        <extracomment>one sentence of no-token-url</extracomment>
        <translation>OAUTHBEARER 与发放令牌的服务器 URL 须一并填写。请都填或都不填。</translation>
    </message>
    <message>
        <source>sasl=oauthbearer and token=URL of the identity server belong together.</source>
        <extracomment>one sentence of no-token-url</extracomment>
        <translation>sasl=oauthbearer 与 token=身份服务器的 URL 须一并给出。</translation>
    </message>
    <message>
        <source>no-user</source>
        <extracomment>sasl={given} needs a user: kafka://USER@HOST. | {mechanism} needs a user. Enter one, or choose no login.</extracomment>
        <translation>sasl={given} 需要用户：kafka://USER@HOST。</translation>
    </message>
    <message>
        <source>sasl={given} needs a user: kafka://USER@HOST.</source>
        <extracomment>one sentence of no-user</extracomment>
        <translation>sasl={given} 需要用户：kafka://USER@HOST。</translation>
    </message>
    <message>
        <source>{mechanism} needs a user. Enter one, or choose no login.</source>
        <extracomment>one sentence of no-user</extracomment>
        <translation>{mechanism} 需要用户。请输入，或选择不登录。</translation>
    </message>
    <message>
        <source>no-window</source>
        <extracomment>{words}. To measure a window that is not shown, set QT_QPA_PLATFORM=offscreen.</extracomment>
        <translation>{words}。要测量不显示的窗口，请设置 QT_QPA_PLATFORM=offscreen。</translation>
    </message>
    <message>
        <source>not-a-file</source>
        <extracomment>{path} is not a file. Choose one with the event&apos;s bytes.</extracomment>
        <translation>{path} 不是文件。请选择包含事件内容的文件。</translation>
    </message>
    <message>
        <source>not-connected</source>
        <extracomment>The cluster is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait. | The connection is down. Connect first; QoS 1 and 2 would wait for it. | The site is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait.</extracomment>
        <translation>连接已断开。请先连接；若使用 QoS 1 或 2，事件会等待连接恢复。</translation>
    </message>
    <message>
        <source>The cluster is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait.</source>
        <extracomment>one sentence of not-connected</extracomment>
        <translation>尚未连上集群，而 QoS 0 不会等待。请以 QoS 1 发布，或稍候。</translation>
    </message>
    <message>
        <source>The connection is down. Connect first; QoS 1 and 2 would wait for it.</source>
        <extracomment>one sentence of not-connected</extracomment>
        <translation>连接已断开。请先连接；QoS 1 和 2 会等待连接恢复。</translation>
    </message>
    <message>
        <source>The site is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait.</source>
        <extracomment>one sentence of not-connected</extracomment>
        <translation>无法到达该站点，而 QoS 0 不等待。请以 QoS 1 发布，或稍候。</translation>
    </message>
    <message>
        <source>not-expected</source>
        <extracomment>There are {count} such retained messages, not as many as expected. Nothing was cleared.</extracomment>
        <translation>此类保留消息有 {count} 条，与预期数量不符。未清除任何消息。</translation>
    </message>
    <message>
        <source>not-expected-dead</source>
        <extracomment>There are {count} such dead letters, not as many as expected. Nothing was done.</extracomment>
        <translation>这样的死信有 {count} 封，与预期不符。什么也没有做。</translation>
    </message>
    <message>
        <source>not-found</source>
        <extracomment>There is nothing here. See /v1/openapi.json for what there is.</extracomment>
        <translation>此处没有任何内容。可用的内容见 /v1/openapi.json。</translation>
    </message>
    <message>
        <source>not-http</source>
        <extracomment>This is not a request that can be read here. | This is not a request that this server can read. | {host}:{port} answered something that is not HTTP ({error}). Check the port.</extracomment>
        <translation>本服务器无法解析该请求。</translation>
    </message>
    <message>
        <source>This is not a request that can be read here.</source>
        <extracomment>one sentence of not-http</extracomment>
        <translation>这里无法读懂此请求。</translation>
    </message>
    <message>
        <source>This is not a request that this server can read.</source>
        <extracomment>one sentence of not-http</extracomment>
        <translation>此服务器无法读懂该请求。</translation>
    </message>
    <message>
        <source>{host}:{port} answered something that is not HTTP ({error}). Check the port.</source>
        <extracomment>one sentence of not-http</extracomment>
        <translation>{host}:{port} 的答复不是 HTTP（{error}）。请检查端口。</translation>
    </message>
    <message>
        <source>not-json</source>
        <extracomment>Whole CloudEvents and batches are taken in JSON only.</extracomment>
        <translation>完整的 CloudEvents 和批量仅接受 JSON。</translation>
    </message>
    <message>
        <source>not-kafka</source>
        <extracomment>{name} is no Kafka cluster. Choose a connection whose scheme is kafka or kafkas.</extracomment>
        <translation>{name} 不是 Kafka 集群。请选择协议为 kafka 或 kafkas 的连接。</translation>
    </message>
    <message>
        <source>not-loopback</source>
        <extracomment>Events are taken at addresses of this machine only: write http://127.0.0.1:{port}, not {host}. | Events can be taken only at addresses of this machine, and {host} is none. What is published is posted there.</extracomment>
        <translation>只能在本机地址接收事件，而 {host} 不是。</translation>
    </message>
    <message>
        <source>Events are taken at addresses of this machine only: write http://127.0.0.1:{port}, not {host}.</source>
        <extracomment>one sentence of not-loopback</extracomment>
        <translation>只在本机地址接收事件：请写 http://127.0.0.1:{port}，而不是 {host}。</translation>
    </message>
    <message>
        <source>Events can be taken only at addresses of this machine, and {host} is none. What is published is posted there.</source>
        <extracomment>one sentence of not-loopback</extracomment>
        <translation>只能在本机地址接收事件，而 {host} 不是。发布的内容会投递到那里。</translation>
    </message>
    <message>
        <source>not-post</source>
        <extracomment>Events are posted: use POST.</extracomment>
        <translation>事件以投递方式送来：请使用 POST。</translation>
    </message>
    <message>
        <source>not-read</source>
        <extracomment>{topic}/{n} is not read here.</extracomment>
        <translation>此处未读取 {topic}/{n}。</translation>
    </message>
    <message>
        <source>not-stored</source>
        <extracomment>It could not be stored. Try again later. | Messages could not be stored and wait at the broker. The connection is renewed so that they come again. | {messages} messages could not be stored ({error}). They are not acknowledged, so the broker sends those of QoS 1 and 2 again.</extracomment>
        <translation>消息未能存储，因此未予确认；代理会重新发送 QoS 1 和 2 的消息。</translation>
    </message>
    <message>
        <source>It could not be stored. Try again later.</source>
        <extracomment>one sentence of not-stored</extracomment>
        <translation>无法存储。请稍后再试。</translation>
    </message>
    <message>
        <source>Messages could not be stored and wait at the broker. The connection is renewed so that they come again.</source>
        <extracomment>one sentence of not-stored</extracomment>
        <translation>消息未能存储，仍在代理处等待。正在重新建立连接，以便再次接收。</translation>
    </message>
    <message>
        <source>{messages} messages could not be stored ({error}). They are not acknowledged, so the broker sends those of QoS 1 and 2 again.</source>
        <extracomment>one sentence of not-stored</extracomment>
        <translation>有 {messages} 条消息未能存储（{error}）。这些消息未予确认，因此代理会重新发送其中 QoS 1 和 2 的消息。</translation>
    </message>
    <message>
        <source>not-stored-yet</source>
        <extracomment>It is not stored yet, and may still be. Post it again under the same webhook-id or event id: it is not taken twice.</extracomment>
        <translation>尚未存储，但仍可能存储。请以相同的 webhook-id 或事件 ID 再次投递：不会接收两次。</translation>
    </message>
    <message>
        <source>not-text</source>
        <extracomment>{path} is not a text file.</extracomment>
        <translation>{path} 不是文本文件。</translation>
    </message>
    <message>
        <source>not-toml</source>
        <extracomment>The {where} file is not valid TOML: {error}.</extracomment>
        <translation>{where} 文件不是有效的 TOML：{error}。</translation>
    </message>
    <message>
        <source>null-with-payload</source>
        <extracomment>A tombstone (k-null) has no payload. Empty it, or take k-null away.</extracomment>
        <translation>墓碑消息 (k-null) 没有载荷。请清空载荷，或移除 k-null。</translation>
    </message>
    <message>
        <source>offset-gone</source>
        <extracomment>In {topic!r}, partition {n}, the record to go on from ({offset}) is not there: it was deleted before it was read, or the topic was made anew. Nothing more is read there, since records would be jumped over. To go on at the {begin} record (begin), run the bridge now, as it is.</extracomment>
        <translation>{topic} 的分区 {n} 中，应继续读取的记录（{offset}）已不在：它在读取前被删除，或主题被重建。为免跳过记录，那里不再读取。若要从 {begin} 记录（begin）继续，请就此再次运行该桥接。</translation>
    </message>
    <message>
        <source>offsets-moved</source>
        <extracomment>The offsets of group {group} were moved in {n} partition(s).</extracomment>
        <translation>消费者组 {group} 的偏移量已在 {n} 个分区中移动。</translation>
    </message>
    <message>
        <source>other-instance</source>
        <extracomment>Another Eventscope is open, so changes to workspace and preferences are not kept in this one. Its connections have client IDs of their own, except those for which you chose one.</extracomment>
        <translation>已有另一个 Eventscope 在运行，因此此窗口对工作区和首选项的更改不会保存。此窗口的连接使用各自独立的客户端 ID，您自行指定了客户端 ID 的连接除外。</translation>
    </message>
    <message>
        <source>packet-id-reused</source>
        <extracomment>The broker used packet id {packet} again before it was acknowledged. The message was taken.</extracomment>
        <translation>代理在报文 ID {packet} 得到确认前再次使用了它。该消息已接收。</translation>
    </message>
    <message>
        <source>password-in-url</source>
        <extracomment>A password in a URL can be seen by everybody on this machine. Leave it out and give it apart.</extracomment>
        <translation>URL 中的密码对本机所有人可见。请不要写在 URL 中，另行提供。</translation>
    </message>
    <message>
        <source>payload-kind</source>
        <extracomment>A payload of kind {kind!r} cannot be made from a text.</extracomment>
        <translation>无法从文本生成 {kind!r} 类型的载荷。</translation>
    </message>
    <message>
        <source>payload-too-large</source>
        <extracomment>The payload has {size} bytes; at most {limit} are sent. Make it smaller.</extracomment>
        <translation>载荷有 {size} 字节，最多可发送 {limit}。请减小载荷。</translation>
    </message>
    <message>
        <source>payload-wrong</source>
        <extracomment>{kind}, line {line}, column {column}: {words}.</extracomment>
        <translation>{kind}，第 {line} 行第 {column} 列：{words}。</translation>
    </message>
    <message>
        <source>perhaps-takeover-war</source>
        <extracomment>The broker closed the connection {count} times within {seconds} s without a reason. Often another client uses the client id {client} too; else see the broker&apos;s log.</extracomment>
        <translation>代理在 {seconds} s 内 {count} 次关闭连接，且未说明原因。这通常是因为另一个客户端也在使用客户端 ID {client}；否则请查看代理日志。</translation>
    </message>
    <message>
        <source>plain-reader</source>
        <extracomment>The quick reader of Eventscope failed ({error}). Messages are read one by one now: nothing is lost, but much traffic costs more. Please report this; closing and opening the connection tries again.</extracomment>
        <translation>Eventscope 的快速读取器失败（{error}）。现在逐条读取消息：不会丢失任何内容，但流量大时开销更高。请报告此问题；关闭并重新打开该连接会再次尝试。</translation>
    </message>
    <message>
        <source>port-in-use</source>
        <extracomment>Another program listens at {place} already. Choose another port, or end that program.</extracomment>
        <translation>已有其他程序在 {place} 监听。请另选端口，或结束该程序。</translation>
    </message>
    <message>
        <source>port-taken</source>
        <extracomment>Port {port} is taken. Choose another with --port, or 0 for any free one.</extracomment>
        <translation>端口 {port} 已被占用。请用 --port 选择其他端口，或用 0 自动选择空闲端口。</translation>
    </message>
    <message>
        <source>properties-need-v5</source>
        <extracomment>{name} speaks MQTT 3.1.1, which carries no properties. Clear them, or connect with MQTT 5.</extracomment>
        <translation>{name} 使用 MQTT 3.1.1，不支持属性。请清除属性，或使用 MQTT 5 连接。</translation>
    </message>
    <message>
        <source>property-nul</source>
        <extracomment>A property contains the character U+0000, which MQTT forbids. Remove it.</extracomment>
        <translation>某个属性包含 MQTT 禁止的字符 U+0000。请将其删除。</translation>
    </message>
    <message>
        <source>protocol-error</source>
        <extracomment>The broker broke a rule of MQTT: {fault}. | The broker broke a rule of MQTT: {fault}. The connection was closed with reason {reason}.</extracomment>
        <translation>代理违反了 MQTT 规则：{fault}。</translation>
    </message>
    <message>
        <source>The broker broke a rule of MQTT: {fault}.</source>
        <extracomment>one sentence of protocol-error</extracomment>
        <translation>代理违反了 MQTT 规则：{fault}。</translation>
    </message>
    <message>
        <source>The broker broke a rule of MQTT: {fault}. The connection was closed with reason {reason}.</source>
        <extracomment>one sentence of protocol-error</extracomment>
        <translation>代理违反了 MQTT 规则：{fault}。连接已关闭，原因码为 {reason}。</translation>
    </message>
    <message>
        <source>queue-closed</source>
        <extracomment>The queue of this bridge is closed.</extracomment>
        <translation>此桥接的队列已关闭。</translation>
    </message>
    <message>
        <source>queue-full</source>
        <extracomment>The queue is full or the disk is slow, and nothing is taken. Try again later. | The queue to the cluster is full: it takes records more slowly than they come. | Too many events wait for this site: it takes them more slowly than they come.</extracomment>
        <translation>发往集群的队列已满：集群接收记录的速度跟不上记录到来的速度。</translation>
    </message>
    <message>
        <source>The queue is full or the disk is slow, and nothing is taken. Try again later.</source>
        <extracomment>one sentence of queue-full</extracomment>
        <translation>队列已满或磁盘缓慢，不再接收。请稍后再试。</translation>
    </message>
    <message>
        <source>The queue to the cluster is full: it takes records more slowly than they come.</source>
        <extracomment>one sentence of queue-full</extracomment>
        <translation>到集群的队列已满：它接收记录的速度慢于到来的速度。</translation>
    </message>
    <message>
        <source>Too many events wait for this site: it takes them more slowly than they come.</source>
        <extracomment>one sentence of queue-full</extracomment>
        <translation>等待此站点的事件过多：它接收的速度慢于到来的速度。</translation>
    </message>
    <message>
        <source>receive-maximum-passed</source>
        <extracomment>The broker sends more than {limit} messages ahead of their acknowledgements, which we announced as the limit (Receive Maximum). What is too much waits here, not there.</extracomment>
        <translation>服务器在确认之前发送了超过 {limit} 条消息，而这是我们声明的上限（Receive Maximum）。多出的在这里等候，而不在那里。</translation>
    </message>
    <message>
        <source>refused</source>
        <extracomment>{reason_words}</extracomment>
        <translation>{reason_words}</translation>
    </message>
    <message>
        <source>same-broker</source>
        <extracomment>{names} lead to one and the same broker.</extracomment>
        <translation>{names} 通向同一个代理。</translation>
    </message>
    <message>
        <source>save-exists</source>
        <extracomment>{name} exists already. Choose another name.</extracomment>
        <translation>{name} 已存在。请使用其他名称。</translation>
    </message>
    <message>
        <source>save-failed</source>
        <extracomment>{name} could not be written: {words}. Choose another folder.</extracomment>
        <translation>无法写入 {name}：{words}。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>secret-file</source>
        <extracomment>The {word} file {path} of connection {connection} cannot be read: {words}.</extracomment>
        <translation>无法读取连接 {connection} 的{word}文件 {path}：{words}。</translation>
    </message>
    <message>
        <source>secret-file-empty</source>
        <extracomment>The {word} file {path} of connection {connection} is empty: its first line must be the {word}.</extracomment>
        <translation>连接 {connection} 的{word}文件 {path} 为空：其第一行须为{word}。</translation>
    </message>
    <message>
        <source>simulation-failure</source>
        <extracomment>The failure rate is 0 to 1.</extracomment>
        <translation>失败率为 0 到 1。</translation>
    </message>
    <message>
        <source>simulation-mean</source>
        <extracomment>The mean service time is above 0 and at most an hour.</extracomment>
        <translation>平均服务时间大于 0，最多一小时。</translation>
    </message>
    <message>
        <source>simulation-retries</source>
        <extracomment>Work is tried again 0 to {retries} times.</extracomment>
        <translation>重试 0 到 {retries} 次。</translation>
    </message>
    <message>
        <source>simulation-servers</source>
        <extracomment>A consumer works on 1 to {servers} messages at once.</extracomment>
        <translation>消费者同时处理 1 到 {servers} 条消息。</translation>
    </message>
    <message>
        <source>simulation-spread</source>
        <extracomment>The spread is 0 to an hour.</extracomment>
        <translation>离散为 0 到一小时。</translation>
    </message>
    <message>
        <source>simulation-uniform</source>
        <extracomment>A uniform time spreads by no more than its mean: else it is negative.</extracomment>
        <translation>均匀时间的离散不超过其平均值，否则会为负。</translation>
    </message>
    <message>
        <source>slow-body</source>
        <extracomment>The body did not come within 30 s.</extracomment>
        <translation>请求体未在 30 秒内到达。</translation>
    </message>
    <message>
        <source>slow-head</source>
        <extracomment>The headers did not come within 10 s.</extracomment>
        <translation>请求头未在 10 秒内到达。</translation>
    </message>
    <message>
        <source>spool-broken</source>
        <extracomment>The spool {name} cannot be used any more ({words}). Stop the bridge and start it again.</extracomment>
        <translation>磁盘缓冲 {name} 已无法使用（{words}）。请停止该桥接，再重新启动。</translation>
    </message>
    <message>
        <source>spool-busy</source>
        <extracomment>The spool did not answer in time. Is its disk full? It is tried again. | The spool did not answer in time. Is its disk full? Try again.</extracomment>
        <translation>磁盘缓冲未及时响应。磁盘是否已满？请重试。</translation>
    </message>
    <message>
        <source>The spool did not answer in time. Is its disk full? It is tried again.</source>
        <extracomment>one sentence of spool-busy</extracomment>
        <translation>暂存未及时答复。其磁盘是否已满？会再次尝试。</translation>
    </message>
    <message>
        <source>The spool did not answer in time. Is its disk full? Try again.</source>
        <extracomment>one sentence of spool-busy</extracomment>
        <translation>暂存未及时答复。其磁盘是否已满？请再试一次。</translation>
    </message>
    <message>
        <source>spool-closed</source>
        <extracomment>The spool of this bridge is closed.</extracomment>
        <translation>此桥接的磁盘缓冲已关闭。</translation>
    </message>
    <message>
        <source>spool-in-use</source>
        <extracomment>Another process runs this bridge: its spool in {folder} is in use. Stop that one first.</extracomment>
        <translation>另一个进程正在运行此桥接：其位于 {folder} 的磁盘缓冲正在使用中。请先停止该进程。</translation>
    </message>
    <message>
        <source>spool-resumed</source>
        <extracomment>The disk takes messages again; the bridge goes on.</extracomment>
        <translation>磁盘已恢复写入消息；桥接继续运行。</translation>
    </message>
    <message>
        <source>spool-unwritable</source>
        <extracomment>The folder {folder} of bridge {name} cannot be written ({words}). Make it writable. | The spool in {folder} cannot be used ({words}). Make the folder writable, or choose another.</extracomment>
        <translation>无法使用 {folder} 中的磁盘缓冲（{words}）。请将该文件夹设为可写，或另选文件夹。</translation>
    </message>
    <message>
        <source>The folder {folder} of bridge {name} cannot be written ({words}). Make it writable.</source>
        <extracomment>one sentence of spool-unwritable</extracomment>
        <translation>无法写入桥接 {name} 的文件夹 {folder}（{words}）。请使其可写。</translation>
    </message>
    <message>
        <source>The spool in {folder} cannot be used ({words}). Make the folder writable, or choose another.</source>
        <extracomment>one sentence of spool-unwritable</extracomment>
        <translation>无法使用 {folder} 中的暂存（{words}）。请使该文件夹可写，或另选一个。</translation>
    </message>
    <message>
        <source>store-waits</source>
        <extracomment>The connection is gone. It is renewed as soon as there is room for what it brought.</extracomment>
        <translation>存储在等待</translation>
    </message>
    <message>
        <source>template-brace</source>
        <extracomment>has a lone {brace} at position {position}; write it twice where it is meant as a character</extracomment>
        <translation>在位置 {position} 有单独的 {brace}；若要作为普通字符，请写两次</translation>
    </message>
    <message>
        <source>template-level</source>
        <extracomment>asks for level {deepest}, but topics of the source have {levels} | asks for level {name}; levels are counted from 1</extracomment>
        <translation>要求第 {deepest} 级，但来源主题的级数为 {levels} | 要求第 {name} 级；级数从 1 开始</translation>
    </message>
    <message>
        <source>asks for level {deepest}, but topics of the source have {levels}</source>
        <extracomment>one sentence of template-level</extracomment>
        <translation>要求第 {deepest} 级，但来源主题的级数为 {levels}</translation>
    </message>
    <message>
        <source>asks for level {name}; levels are counted from 1</source>
        <extracomment>one sentence of template-level</extracomment>
        <translation>要求第 {name} 级；级数从 1 开始</translation>
    </message>
    <message>
        <source>template-long</source>
        <extracomment>is longer than {longest} characters; shorten it</extracomment>
        <translation>超过 {longest} 个字符；请缩短</translation>
    </message>
    <message>
        <source>text-surrogate</source>
        <extracomment>A text holds half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation>文本包含不完整的代理对 (surrogate)，UTF-8 无法表示。请将其删除。</translation>
    </message>
    <message>
        <source>timeout</source>
        <extracomment>The offsets of the group could not be asked. It is tried again.</extracomment>
        <translation>无法查询组的偏移量。会再次尝试。</translation>
    </message>
    <message>
        <source>timeout-answer</source>
        <extracomment>{host}:{port} took the request and did not answer within {seconds} s. It may have arrived.</extracomment>
        <translation>{host}:{port} 收下了请求，但 {seconds} 秒内没有答复。它可能已送达。</translation>
    </message>
    <message>
        <source>timeout-connack</source>
        <extracomment>{host}:{port} accepts connections but did not answer MQTT within {seconds} s. Check that the port fits the scheme (mqtt, mqtts, ws or wss).</extracomment>
        <translation>{host}:{port} 接受了连接，但在 {seconds} s 内没有 MQTT 应答。请检查端口与协议 (mqtt、mqtts、ws 或 wss) 是否匹配。</translation>
    </message>
    <message>
        <source>timeout-connect</source>
        <extracomment>{host}:{port} did not answer within {seconds} s. Check address, port and firewall.</extracomment>
        <translation>{host}:{port} 在 {seconds} s 内没有响应。请检查地址、端口和防火墙。</translation>
    </message>
    <message>
        <source>timeout-resolve</source>
        <extracomment>The name {host} was not found within {seconds} s. Check your network and its name servers.</extracomment>
        <translation>在 {seconds} s 内未能解析名称 {host}。请检查网络及其 DNS 服务器。</translation>
    </message>
    <message>
        <source>timeout-send</source>
        <extracomment>{host}:{port} did not take the whole request within {seconds} s.</extracomment>
        <translation>{host}:{port} 未在 {seconds} 秒内收下整个请求。</translation>
    </message>
    <message>
        <source>timeout-tls</source>
        <extracomment>{host}:{port} did not finish the TLS handshake within {seconds} s. Is this the TLS port?</extracomment>
        <translation>{host}:{port} 在 {seconds} s 内未完成 TLS 握手。请确认这是 TLS 端口。</translation>
    </message>
    <message>
        <source>timeout-websocket</source>
        <extracomment>{host}:{port} did not answer the WebSocket handshake within {seconds} s. Check the port.</extracomment>
        <translation>{host}:{port} 在 {seconds} s 内没有应答 WebSocket 握手。请检查端口。</translation>
    </message>
    <message>
        <source>tls-bad-certificate</source>
        <extracomment>The certificate of {host} is not accepted: {error}.</extracomment>
        <translation>{host} 的证书不被接受：{error}。</translation>
    </message>
    <message>
        <source>tls-client-refused</source>
        <extracomment>{host} did not accept our client certificate ({error}). Choose a certificate and key that the broker knows. | {host} did not accept our client certificate ({error}). Choose a certificate and key that the server knows.</extracomment>
        <translation>{host} 不接受我们的客户端证书（{error}）。请选择代理认可的证书和密钥。</translation>
    </message>
    <message>
        <source>{host} did not accept our client certificate ({error}). Choose a certificate and key that the broker knows.</source>
        <extracomment>one sentence of tls-client-refused</extracomment>
        <translation>{host} 不接受我们的客户端证书（{error}）。请选择代理认识的证书和密钥。</translation>
    </message>
    <message>
        <source>{host} did not accept our client certificate ({error}). Choose a certificate and key that the server knows.</source>
        <extracomment>one sentence of tls-client-refused</extracomment>
        <translation>{host} 不接受我们的客户端证书（{error}）。请选择服务器认识的证书和密钥。</translation>
    </message>
    <message>
        <source>tls-expired</source>
        <extracomment>The certificate of {host} has expired. Whoever runs the broker must renew it. | The certificate of {host} has expired. Whoever runs the server must renew it.</extracomment>
        <translation>{host} 的证书已过期。请联系代理的运维人员续期。</translation>
    </message>
    <message>
        <source>The certificate of {host} has expired. Whoever runs the broker must renew it.</source>
        <extracomment>one sentence of tls-expired</extracomment>
        <translation>{host} 的证书已过期。须由代理的运营者更新。</translation>
    </message>
    <message>
        <source>The certificate of {host} has expired. Whoever runs the server must renew it.</source>
        <extracomment>one sentence of tls-expired</extracomment>
        <translation>{host} 的证书已过期。须由服务器的运营者更新。</translation>
    </message>
    <message>
        <source>tls-failed</source>
        <extracomment>TLS with {host}:{port} failed: {error}.</extracomment>
        <translation>与 {host}:{port} 的 TLS 连接失败：{error}。</translation>
    </message>
    <message>
        <source>tls-none</source>
        <extracomment>{host}:{port} does not speak TLS. Choose mqtt or ws, or the port for TLS. | {host}:{port} does not speak TLS. Write http in place of https, or name the port for TLS.</extracomment>
        <translation>{host}:{port} 不支持 TLS。请选择 mqtt 或 ws，或改用 TLS 端口。</translation>
    </message>
    <message>
        <source>{host}:{port} does not speak TLS. Choose mqtt or ws, or the port for TLS.</source>
        <extracomment>one sentence of tls-none</extracomment>
        <translation>{host}:{port} 不使用 TLS。请选择 mqtt 或 ws，或使用 TLS 的端口。</translation>
    </message>
    <message>
        <source>{host}:{port} does not speak TLS. Write http in place of https, or name the port for TLS.</source>
        <extracomment>one sentence of tls-none</extracomment>
        <translation>{host}:{port} 不使用 TLS。请写 http 而不是 https，或写明使用 TLS 的端口。</translation>
    </message>
    <message>
        <source>tls-not-yet-valid</source>
        <extracomment>The certificate of {host} is not valid yet. Check the clock of this computer.</extracomment>
        <translation>{host} 的证书尚未生效。请检查本机时钟。</translation>
    </message>
    <message>
        <source>tls-revoked</source>
        <extracomment>The certificate of {host} was revoked. Do not send anything there; ask who runs the broker. | The certificate of {host} was revoked. Do not send anything there; ask who runs the server.</extracomment>
        <translation>{host} 的证书已被吊销。请勿向其发送任何内容，并联系代理的运维人员。</translation>
    </message>
    <message>
        <source>The certificate of {host} was revoked. Do not send anything there; ask who runs the broker.</source>
        <extracomment>one sentence of tls-revoked</extracomment>
        <translation>{host} 的证书已被吊销。不要向那里发送任何内容；请询问代理的运营者。</translation>
    </message>
    <message>
        <source>The certificate of {host} was revoked. Do not send anything there; ask who runs the server.</source>
        <extracomment>one sentence of tls-revoked</extracomment>
        <translation>{host} 的证书已被吊销。不要向那里发送任何内容；请询问服务器的运营者。</translation>
    </message>
    <message>
        <source>tls-self-signed</source>
        <extracomment>The certificate of {host} is self-signed, so nobody vouches for it. If you trust it, choose it as CA file.</extracomment>
        <translation>{host} 的证书是自签名证书，没有机构为其担保。若您信任它，请将其选为 CA 文件。</translation>
    </message>
    <message>
        <source>tls-too-old</source>
        <extracomment>{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The broker needs an update. | {host}:{port} speaks only TLS versions older than 1.2, which are not safe. The server needs an update.</extracomment>
        <translation>{host}:{port} 只支持低于 1.2 的 TLS 版本，不安全。代理需要升级。</translation>
    </message>
    <message>
        <source>{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The broker needs an update.</source>
        <extracomment>one sentence of tls-too-old</extracomment>
        <translation>{host}:{port} 只使用早于 1.2 的 TLS 版本，不安全。代理需要更新。</translation>
    </message>
    <message>
        <source>{host}:{port} speaks only TLS versions older than 1.2, which are not safe. The server needs an update.</source>
        <extracomment>one sentence of tls-too-old</extracomment>
        <translation>{host}:{port} 只使用早于 1.2 的 TLS 版本，不安全。服务器需要更新。</translation>
    </message>
    <message>
        <source>tls-unknown-ca</source>
        <extracomment>The certificate of {host} was issued by an authority that is not trusted here. Choose the right CA file.</extracomment>
        <translation>{host} 的证书由此处不信任的机构签发。请选择正确的 CA 文件。</translation>
    </message>
    <message>
        <source>tls-wrong-host</source>
        <extracomment>The certificate belongs to another name than {name}. Use the name in the certificate, or set the server name.</extracomment>
        <translation>证书属于其他名称，而不是 {name}。请使用证书中的名称，或设置服务器名称。</translation>
    </message>
    <message>
        <source>to-or-route</source>
        <extracomment>Give either one target as `to`, or routes.</extracomment>
        <translation>请给出一个目标 to，或者给出 route。</translation>
    </message>
    <message>
        <source>too-large</source>
        <extracomment>A body may have at most 1 MiB.</extracomment>
        <translation>请求体最大为 1 MiB。</translation>
    </message>
    <message>
        <source>too-many</source>
        <extracomment>All 64 connections are in use. Close one, or try again later.</extracomment>
        <translation>64 个连接已全部占用。请关闭一个，或稍后再试。</translation>
    </message>
    <message>
        <source>too-slow</source>
        <extracomment>The body did not come within 10 s.</extracomment>
        <translation>请求体未在 10 s 内到达。</translation>
    </message>
    <message>
        <source>topic-anew</source>
        <extracomment>Topic {topic!r} was deleted and made anew, so that its offsets mean other records. Nothing more is read there. To go on at its {begin} record (begin), run the bridge now, as it is.</extracomment>
        <translation>主题 {topic} 被删除并重建，其偏移量已指其他记录。那里不再读取。若要从其 {begin} 记录（begin）继续，请就此再次运行该桥接。</translation>
    </message>
    <message>
        <source>topic-not-valid</source>
        <extracomment>This topic is not valid in MQTT, so no topic filter can name it.</extracomment>
        <translation>该主题不符合 MQTT 规范，任何主题过滤器都无法指定它。</translation>
    </message>
    <message>
        <source>topic-utf8</source>
        <extracomment>The topic is no UTF-8.</extracomment>
        <translation>主题不是 UTF-8。</translation>
    </message>
    <message>
        <source>topics-or-prefix</source>
        <extracomment>Give either topics or a prefix.</extracomment>
        <translation>请在主题和前缀中只指定一种。</translation>
    </message>
    <message>
        <source>two-lengths</source>
        <extracomment>Content-Length and Transfer-Encoding exclude each other.</extracomment>
        <translation>Content-Length 与 Transfer-Encoding 互相排斥。</translation>
    </message>
    <message>
        <source>unknown-end</source>
        <extracomment>Partition {n} could not be asked for its offsets.</extracomment>
        <translation>无法查询分区 {n} 的偏移量。</translation>
    </message>
    <message>
        <source>unknown-measure</source>
        <extracomment>{by} is no measure of traffic. Use one of {known}.</extracomment>
        <translation>{by} 不是流量的度量。请使用：{known}。</translation>
    </message>
    <message>
        <source>unknown-partition</source>
        <extracomment>Topic {topic!r} has no partition {number}.</extracomment>
        <translation>主题 {topic!r} 没有分区 {number}。</translation>
    </message>
    <message>
        <source>unknown-topic</source>
        <extracomment>There is no topic {topic!r} at this cluster.</extracomment>
        <translation>此集群中没有主题 {topic!r}。</translation>
    </message>
    <message>
        <source>voice-refused</source>
        <extracomment>{connection} does not take the state that this bridge announces: {words}</extracomment>
        <translation>{connection} 不接受此桥接公布的状态：{words}</translation>
    </message>
    <message>
        <source>websocket-closed</source>
        <extracomment>The broker closed the WebSocket with code {status}: {error}.</extracomment>
        <translation>代理关闭了 WebSocket，代码 {status}：{error}。</translation>
    </message>
    <message>
        <source>websocket-none</source>
        <extracomment>{host}:{port} does not speak WebSocket ({error}). Check port and path.</extracomment>
        <translation>{host}:{port} 不支持 WebSocket（{error}）。请检查端口和路径。</translation>
    </message>
    <message>
        <source>websocket-refused</source>
        <extracomment>{host}:{port} refused the WebSocket with HTTP status {status}. Check path, headers and access.</extracomment>
        <translation>{host}:{port} 拒绝了 WebSocket，HTTP 状态码 {status}。请检查路径、请求头和访问权限。</translation>
    </message>
    <message>
        <source>wrong-answer</source>
        <extracomment>The broker answered packet {packet} with {type}, which does not belong there. It was ignored.</extracomment>
        <translation>代理对报文 {packet} 的应答 {type} 不符合预期，已忽略。</translation>
    </message>
    <message>
        <source>wrong-host</source>
        <extracomment>The Host header must name this machine (127.0.0.1, [::1], localhost) and port. | This server answers only to 127.0.0.1, [::1] or localhost with its port as Host.</extracomment>
        <translation>本服务器只接受 Host 为 127.0.0.1、[::1] 或 localhost 加其端口的请求。</translation>
    </message>
    <message>
        <source>The Host header must name this machine (127.0.0.1, [::1], localhost) and port.</source>
        <extracomment>one sentence of wrong-host</extracomment>
        <translation>Host 请求头须为本机（127.0.0.1、[::1]、localhost）及端口。</translation>
    </message>
    <message>
        <source>This server answers only to 127.0.0.1, [::1] or localhost with its port as Host.</source>
        <extracomment>one sentence of wrong-host</extracomment>
        <translation>此服务器只答复以 127.0.0.1、[::1] 或 localhost 加其端口为 Host 的请求。</translation>
    </message>
    <message>
        <source>wrong-origin</source>
        <extracomment>Web pages may not post here. Post from a program. | Web pages may not use this API. Call it from a program.</extracomment>
        <translation>网页不能使用此 API。请从程序中调用。</translation>
    </message>
    <message>
        <source>Web pages may not post here. Post from a program.</source>
        <extracomment>one sentence of wrong-origin</extracomment>
        <translation>网页不得在此投递。请从程序投递。</translation>
    </message>
    <message>
        <source>Web pages may not use this API. Call it from a program.</source>
        <extracomment>one sentence of wrong-origin</extracomment>
        <translation>网页不得使用此 API。请从程序调用。</translation>
    </message>
    <message>
        <source>wrong-site</source>
        <extracomment>Browsers may not call this API from a page. Call it from a program. | Browsers may not post here from a page. Post from a program.</extracomment>
        <translation>浏览器不能从页面调用此 API。请从程序中调用。</translation>
    </message>
    <message>
        <source>Browsers may not call this API from a page. Call it from a program.</source>
        <extracomment>one sentence of wrong-site</extracomment>
        <translation>浏览器不得从网页调用此 API。请从程序调用。</translation>
    </message>
    <message>
        <source>Browsers may not post here from a page. Post from a program.</source>
        <extracomment>one sentence of wrong-site</extracomment>
        <translation>浏览器不得从网页在此投递。请从程序投递。</translation>
    </message>
    <message>
        <source>wrong-token</source>
        <extracomment>This is not the token of this address. | This token is not one of this run. Tokens change at each start: read the token file.</extracomment>
        <translation>此令牌不属于本次运行。令牌在每次启动时都会更换：请读取令牌文件。</translation>
    </message>
    <message>
        <source>This is not the token of this address.</source>
        <extracomment>one sentence of wrong-token</extracomment>
        <translation>这不是此地址的令牌。</translation>
    </message>
    <message>
        <source>This token is not one of this run. Tokens change at each start: read the token file.</source>
        <extracomment>one sentence of wrong-token</extracomment>
        <translation>此令牌不属于本次运行。令牌每次启动都会更换：请读取令牌文件。</translation>
    </message>
    <message>
        <source>wrong-type</source>
        <extracomment>A body must be JSON, with Content-Type: application/json and no encoding.</extracomment>
        <translation>请求体必须是 JSON，Content-Type 为 application/json，且不使用编码。</translation>
    </message>
    <message>
        <source>qos-unsupported</source>
        <extracomment>Event properties need MQTT 5; this connection uses 3.1.1. Remove them or change the version.</extracomment>
        <translation>代理不支持此 QoS。请改用更低的 QoS。</translation>
    </message>
    <message>
        <source>server-keep-alive</source>
        <extracomment>must be a number of seconds from 1 to 65535</extracomment>
        <translation>必须是 1 到 65535 之间的秒数</translation>
    </message>
    <message>
        <source>session-lost</source>
        <extracomment>The broker forgot the session. {messages} events that it had not acknowledged are sent anew; some may arrive twice.</extracomment>
        <translation>代理丢失了会话。{messages} 个未被确认的事件将重新发送，其中一些可能会重复到达。</translation>
    </message>
    <message>
        <source>silent</source>
        <extracomment>The broker was silent for {seconds} s although asked. The connection is given up and tried again.</extracomment>
        <translation>代理已有 {seconds} s 没有响应，探询也无应答。已放弃该连接，将重试。</translation>
    </message>
    <message>
        <source>stalled-packet</source>
        <extracomment>The broker began a packet and sent nothing more for {seconds} s. The connection is tried again.</extracomment>
        <translation>代理发送了报文的开头，之后 {seconds} s 内没有后续数据。将重试连接。</translation>
    </message>
    <message>
        <source>stamp-failed</source>
        <extracomment>An event left without its latency stamp ({error}). Please report this.</extracomment>
        <translation>有事件发出时未带延迟时间戳（{error}）。请报告此问题。</translation>
    </message>
    <message>
        <source>suback-count</source>
        <extracomment>The broker answered {answers} of {filters} filters in one SUBACK. What it did not answer counts as refused.</extracomment>
        <translation>代理在一个 SUBACK 中只应答了 {filters} 个过滤器中的 {answers} 个。未应答的视为被拒绝。</translation>
    </message>
    <message>
        <source>takeover-war</source>
        <extracomment>Another client uses the client id {client} too: the two disconnected each other {count} times within {seconds} s. Give each its own client id. The next try waits.</extracomment>
        <translation>另一个客户端也在使用客户端 ID {client}：双方在 {seconds} s 内 {count} 次互相顶替下线。请为它们分别设置不同的客户端 ID。将延后重试。</translation>
    </message>
    <message>
        <source>template-wrong</source>
        <extracomment>Template, line {line}: {words}.</extracomment>
        <translation>模板第 {line} 行：{words}。</translation>
    </message>
    <message>
        <source>topic-empty</source>
        <extracomment>The topic is empty. Enter at least one character.</extracomment>
        <translation>主题为空。请至少输入一个字符。</translation>
    </message>
    <message>
        <source>topic-long</source>
        <extracomment>The topic has {size} bytes; MQTT allows {longest}. Shorten it.</extracomment>
        <translation>主题有 {size} 字节，MQTT 最多允许 {longest} 字节。请缩短。</translation>
    </message>
    <message>
        <source>topic-nul</source>
        <extracomment>The topic contains the character U+0000. Remove it.</extracomment>
        <translation>主题包含字符 U+0000。请将其删除。</translation>
    </message>
    <message>
        <source>topic-surrogate</source>
        <extracomment>The topic contains half a surrogate pair, which UTF-8 cannot carry. Remove it.</extracomment>
        <translation>主题包含不完整的代理对 (surrogate)，UTF-8 无法表示。请将其删除。</translation>
    </message>
    <message>
        <source>topic-wildcard</source>
        <extracomment>The topic {topic} contains + or #, which only filters may. Publish to one exact topic.</extracomment>
        <translation>主题 {topic} 包含 + 或 #，它们只能用于主题过滤器。请发布到一个确切的主题。</translation>
    </message>
    <message>
        <source>topics-capped</source>
        <extracomment>There are more topics than the tree can hold ({count}). Further ones are stored and counted, but not listed: find them with a filter, or subscribe to less.</extracomment>
        <translation>主题数量超出主题树的上限 ({count})。更多主题仍会存储和计数，但不再列出：请用筛选查找，或减少订阅。</translation>
    </message>
    <message>
        <source>unclean-end</source>
        <extracomment>Eventscope did not end in order last time. Everything that was stored then is here.</extracomment>
        <translation>Eventscope 上次未正常退出。当时已存储的内容都在。</translation>
    </message>
    <message>
        <source>unknown-alias</source>
        <extracomment>The topic is empty and its alias stands for nothing yet. Name the topic once.</extracomment>
        <translation>主题为空，且其别名尚未对应任何主题。请先用完整主题发布一次。</translation>
    </message>
    <message>
        <source>unknown-host</source>
        <extracomment>The name {host} cannot be found. Check its spelling and your network; some names need a VPN.</extracomment>
        <translation>找不到名称 {host}。请检查拼写和网络；有些名称需要 VPN。</translation>
    </message>
    <message>
        <source>unknown-key</source>
        <extracomment>{where}: {what} {key!r}. {hint}</extracomment>
        <translation>{where}：{key!r} 不在已知之列。{hint}</translation>
    </message>
    <message>
        <source>unknown-packet-id</source>
        <extracomment>The broker sent {type} for packet {packet}, which is not known here. After a reconnect this is harmless.</extracomment>
        <translation>代理为报文 {packet} 发送了 {type}，但此处没有该报文。重新连接后出现此情况无妨。</translation>
    </message>
    <message>
        <source>unreachable</source>
        <extracomment>There is no way to {host}:{port} ({error}). Check your network, VPN and firewall.</extracomment>
        <translation>无法到达 {host}:{port}（{error}）。请检查网络、VPN 和防火墙。</translation>
    </message>
    <message>
        <source>view-gone</source>
        <extracomment>This filter is no longer open. Enter it again.</extracomment>
        <translation>此筛选已关闭。请重新输入。</translation>
    </message>
    <message>
        <source>view-many</source>
        <extracomment>{most} filters are open already. Close one first.</extracomment>
        <translation>已打开 {most} 个筛选。请先关闭一个。</translation>
    </message>
</context>
</TS>
