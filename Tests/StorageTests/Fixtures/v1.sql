PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
CREATE TABLE meta(
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO meta VALUES('epoch','7b1d4a7e-3a53-4a53-9a0e-2d6a4e0f3c11');
CREATE TABLE journal(
  seq INTEGER PRIMARY KEY CHECK (seq >= 1),
  at INTEGER NOT NULL,
  service_day TEXT NOT NULL CHECK (length(service_day) = 10),
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  digest BLOB NOT NULL CHECK (length(digest) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  body TEXT NOT NULL
) STRICT;
INSERT INTO journal VALUES(1,1795395600000,'2026-11-23','store-created','system',X'bc50a322c30129953fd4b4c117cee5d604e0980d8d59a078c7ec40dec599dec7',X'c96686ad8c949f36264c127254556df36bfecff5c29403c412e7020c519b944b','{"epoch":"7b1d4a7e-3a53-4a53-9a0e-2d6a4e0f3c11"}');
INSERT INTO journal VALUES(2,1795395600000,'2026-11-23','day-opened','system',X'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',X'7c94d7f7b909fadf84caa5fa1066e0f63d52c1a9f55f7155bccf8b588ca51abc','{}');
INSERT INTO journal VALUES(3,1795395600000,'2026-11-23','member-added','test',X'6509219ffb831d1081750b45ad4f8e5a3755f8740ac3b7d9449bd10fa620029b',X'56184b12ff0d28779b1af61e99a1f89ab040e8f96d1cd4006d0f26cff4ae4092','{"member":"an","team":"digital-team"}');
INSERT INTO journal VALUES(4,1795395600000,'2026-11-23','member-added','test',X'5c6b5dea61d9f229212e581cd778acdc3fb01735502c050acdceab4b3a3d8d1e',X'd8efb68b3bb7a48a3a57a6fcc612d8274aa4c7a654f12da80d6c7bc33704d6b0','{"member":"binh","team":"digital-team"}');
INSERT INTO journal VALUES(5,1795395600000,'2026-11-23','village-added','test',X'f7b0f4a796211801e9320674f71d17e5b57cacc74e53c029e1d3a0dffc2b02d6',X'15b3886c32ea0ef6c57810eb35ed678b031ee0b9afca1de032e5dce0e64b38a9','{"village":"thon-1"}');
INSERT INTO journal VALUES(6,1795395600000,'2026-11-23','village-added','test',X'403ea6c4b0e7c37d8c5f7ef8b35973f817f36cfc7ca8c49b5859a639b7f21e37',X'ac5f6cdd285235c4b445d9097cdb61d5002dfacd6411154d9d5ef67450b9f1ff','{"village":"thon-2"}');
INSERT INTO journal VALUES(7,1795395600000,'2026-11-23','village-added','test',X'51648ce18f68fdaeedf1779c610a86f2977ecea34d13680e0e6cf47cef49f68f',X'8891ce470fc5282bb01faee50a40eb0dc3c8a21b16b83070b08dacd122d09b9f','{"village":"thon-3"}');
INSERT INTO journal VALUES(8,1795395600000,'2026-11-23','village-added','test',X'81941ea4c2af2eaf0bbfb577a2b82b84da265af8397ab5345e21f08b1abfeddd',X'701c1734a96a6dd1e017dd24fb6d4ce1ff9a9ea7432d8a748584eb33b48e1468','{"village":"thon-4"}');
INSERT INTO journal VALUES(9,1795396670000,'2026-11-23','counter-opened','test',X'b628801d5a00e1e13bbe6556e8d897c491c7534875796b218354d235b03c5e25',X'13863f38e617286b7365314fe914d36a56f7c4b1758ecf07cdc8c7c18ab22bf1','{"counter":"1","member":"an","services":["ho-tich","dat-dai"]}');
INSERT INTO journal VALUES(10,1795396670000,'2026-11-23','counter-opened','test',X'9cb969151860eefed6ea51fd95ff8c9da78f879d859e822f2461ff71b5d637d2',X'17b90b2ea3f3652081c3794f953fea747b9cc915aafafee3942bae21265b99e8','{"counter":"2","member":"binh","services":["vneid"]}');
INSERT INTO journal VALUES(11,1795396670000,'2026-11-23','counter-opened','test',X'5e948180d50aa9c62ca7a3491dc4244bffe3f3c89b25888fdaec5f57d0bb5bfa',X'711061e1d5fd15db8136784d0740d1c4d62d0bb0a36e82475be00b4b37fadc81','{"counter":"3","member":"an","services":["ho-tich","dat-dai","vneid"]}');
INSERT INTO journal VALUES(12,1795396670000,'2026-11-23','ticket-issued','test',X'df2cdbe3c98aae9d9d6ce65c1602cfa75ef6c2c501cfac03191b9ba4384fac55',X'11b8ecb5505b224c8f11167d778d9b4225ece17ca85c9f59a096d0e2c30f9484','{"origin":"kiosk","priority":"elderly","service":"ho-tich","ticket":"2026-11-23-a001","village":"thon-3"}');
INSERT INTO journal VALUES(13,1795396670000,'2026-11-23','ticket-called','test',X'533376feae1fb3b8e5c211d82d8ac0ba3aabb851e00bb08b20044aa88e85dbcd',X'e1c8abe820181693408a1ef72017eb660c8b98a5fb1eec65ca381859dd3e550e','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-a001"}');
INSERT INTO journal VALUES(14,1795396690000,'2026-11-23','ticket-started','test',X'720ef0afa29ede7e4b076b2de34a2072f23c038bb7b65fab8c0af8a0683dbe6f',X'531a115606cd973383b542b12f25775f775bebcf3d4e3d69f2278669a131ddcf','{"ticket":"2026-11-23-a001"}');
INSERT INTO journal VALUES(15,1795397138000,'2026-11-23','ticket-finished','test',X'720ef0afa29ede7e4b076b2de34a2072f23c038bb7b65fab8c0af8a0683dbe6f',X'2eec7302ef6cc180d3ed5aff15c13e918c63e2a7f502b31eeba88dce0ea57fac','{"ticket":"2026-11-23-a001"}');
INSERT INTO journal VALUES(16,1795397138000,'2026-11-23','assistance-recorded','test',X'6202d9c2d27478b583bf17bc63d64005eb973c8f0bbd5377f6cfab00049d395f',X'733f915d9eedee669aa771117e9c7064c6356e4709f81ef7405573e8db2e472b','{"assistance":{"activities":[{"activity":"online-payment","difficulties":[],"outcome":"done","platform":"dvcqg"}],"ageBand":"60-79","counter":"1","id":16,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795396690000,"ticket":"2026-11-23-a001","village":"thon-3"}}');
INSERT INTO journal VALUES(17,1795397298000,'2026-11-23','ticket-issued','test',X'47d6d6e434806553b698ba9474988eda6764d16e583365b9e9c22b18d461d447',X'f70a7ccf7c4083736dd111bfd0950d21c39d9fc000a1ca585aa90d4467ad671a','{"origin":"kiosk","priority":"elderly","service":"ho-tich","ticket":"2026-11-23-a002","village":"thon-4"}');
INSERT INTO journal VALUES(18,1795397298000,'2026-11-23','ticket-called','test',X'b043e542de55ac0d018d397c721392006fb5c8ebc2ad3d7bcc1e47ad7ed0d38f',X'2f0b524f13e7340b4ff08ef5c07a488cda3753277541e43ea5f27054d058d320','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-a002"}');
INSERT INTO journal VALUES(19,1795397318000,'2026-11-23','ticket-started','test',X'7d7206f6162a75109ef51f5ea9c068001d2b5d7f7ecc3f9bf1f060119e6560e4',X'0c7dc273ae34d37e5cd3378f87c0e711a48effb03acd5c841c7e4e64960b4799','{"ticket":"2026-11-23-a002"}');
INSERT INTO journal VALUES(20,1795397971000,'2026-11-23','ticket-finished','test',X'7d7206f6162a75109ef51f5ea9c068001d2b5d7f7ecc3f9bf1f060119e6560e4',X'65e833d02c1a1904fa57874b09b6819af863578c3a71c9964b3bfaa7b575a911','{"ticket":"2026-11-23-a002"}');
INSERT INTO journal VALUES(21,1795397971000,'2026-11-23','assistance-recorded','test',X'f1aeacdb54595bfbc58306a7176d0a5878044c8ff94897a55e696d7d5eb60357',X'5005adf41e8b80159c17b3dffcfd9871e8846509eaf675d0e3bc09744e9b8951','{"assistance":{"activities":[{"activity":"online-payment","difficulties":[],"outcome":"done","platform":"dvcqg"}],"ageBand":"60-79","counter":"1","id":21,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"male","startedAt":1795397318000,"ticket":"2026-11-23-a002","village":"thon-4"}}');
INSERT INTO journal VALUES(22,1795398053000,'2026-11-23','ticket-issued','test',X'a16c3f768ff499e088bd2016470c3071925dfc1510ed0b104e97af3a87070967',X'0236e109820e429b5ed8caf6a26b06a30bda57bcf741b4cbdb4f61910dd00057','{"origin":"kiosk","service":"vneid","ticket":"2026-11-23-d001","village":"thon-3"}');
INSERT INTO journal VALUES(23,1795398053000,'2026-11-23','ticket-called','test',X'a7888a3634df6e86bf755aa17eae91d2cc8070d749757d5a41b63a5028202a0a',X'7bf969a00318a5a614b317f8061e1568c38d1c23ec4837f8bf148429ababe610','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d001"}');
INSERT INTO journal VALUES(24,1795398053000,'2026-11-23','call-undone','test',X'86261cbbf6eccc88e333c10b242ba4b2f369d2ce733c8b1748783ef1457ffb42',X'be82073ac2caee2d78250c4c96afbc92bb9845877af834146958864dc8100838','{"previous":{},"ticket":"2026-11-23-d001"}');
INSERT INTO journal VALUES(25,1795398053000,'2026-11-23','ticket-called','test',X'a7888a3634df6e86bf755aa17eae91d2cc8070d749757d5a41b63a5028202a0a',X'8128660c668a37e4d7a0ab0796d78f21485a6a0ba087dcfeac4e274b7633d063','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d001"}');
INSERT INTO journal VALUES(26,1795398073000,'2026-11-23','ticket-started','test',X'be1010261bb845bb8a0f5819ca82c32fbf608b737419d551bf49f95616ff4c2a',X'595c9ed864c43ee1db61af03f80b4713d85c57bbe8e8a834ba028fcc8cb41a17','{"ticket":"2026-11-23-d001"}');
INSERT INTO journal VALUES(27,1795398533000,'2026-11-23','ticket-finished','test',X'be1010261bb845bb8a0f5819ca82c32fbf608b737419d551bf49f95616ff4c2a',X'6d61177415483884b748f4d68aab73f1c8b6da29787a774f0e8c0c9804516395','{"ticket":"2026-11-23-d001"}');
INSERT INTO journal VALUES(28,1795398533000,'2026-11-23','assistance-recorded','test',X'63d7beb5352019d7e35e62ae1b82b051e91d42799539f0b90595aa3de7597d19',X'3e9ccd6d030e2449e1c844dddf8a5ceaa2e23548b0f5cc710284ae34e804011a','{"assistance":{"activities":[{"activity":"vneid-docs","difficulties":["portal-fault"],"outcome":"partly","platform":"vneid"},{"activity":"vneid-activation","difficulties":["forgot-password"],"outcome":"partly","platform":"vneid"}],"ageBand":"18-34","counter":"2","id":28,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795398073000,"ticket":"2026-11-23-d001","village":"thon-3"}}');
INSERT INTO journal VALUES(29,1795398621000,'2026-11-23','ticket-issued','test',X'42fa52c3b0cdca8a028968b229140007ab6fbccb35730ec5c636c41dd5e8426b',X'374b7118101c57d62b01aff354478f71299e56da53d7cad51ae110ec4f67cfe1','{"origin":"kiosk","service":"vneid","ticket":"2026-11-23-d002","village":"thon-1"}');
INSERT INTO journal VALUES(30,1795398621000,'2026-11-23','ticket-called','test',X'3f68ba8dc7018caad8a0b1efbe1fbb4e251d6a202834fe311b7f4a71fb113fb9',X'd1f032c4e09bcc8f7229531dcbd67895e11a61218bb16447702d7e094cb057a6','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d002"}');
INSERT INTO journal VALUES(31,1795398641000,'2026-11-23','ticket-started','test',X'c8efb17d3bc5723c7f73f7ba6edb07d9a81415b8a40a4fd9ce492d0ea9f75165',X'617a48664a57e67f706dfe831b6d7c74714e1d6ab601c3a62b6a515b90caa11f','{"ticket":"2026-11-23-d002"}');
INSERT INTO journal VALUES(32,1795399020000,'2026-11-23','ticket-finished','test',X'c8efb17d3bc5723c7f73f7ba6edb07d9a81415b8a40a4fd9ce492d0ea9f75165',X'50790be9a10ccbd4b6b4ae3edf4e6d6a11d65a57122b01ac876198c3b30b8752','{"ticket":"2026-11-23-d002"}');
INSERT INTO journal VALUES(33,1795399020000,'2026-11-23','assistance-recorded','test',X'a64e96cecb19592590b5a02042f7d01cd5e8507008588a1525d5c0fd2cc972cf',X'77d07d0d43524c4c8ccee9993a740711e8c8488d0e4e081d9031cb299cc6a4c8','{"assistance":{"activities":[{"activity":"vneid-activation","difficulties":["face-match-failed"],"outcome":"done","platform":"vneid"}],"ageBand":"18-34","counter":"2","id":33,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795398641000,"ticket":"2026-11-23-d002","village":"thon-1"}}');
INSERT INTO journal VALUES(34,1795399704000,'2026-11-23','ticket-issued','test',X'5b1137a1d71e8fa8bdad1d7ba3dc0a593e9672ead5386ae7c69a896912853233',X'eba9127b38bb7f2bda23d6ceb334df993233549b23a02834e194a61b6be9938b','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-23-b001","village":"thon-2"}');
INSERT INTO journal VALUES(35,1795399704000,'2026-11-23','ticket-called','test',X'e1ac233b9a1422812c79b562c6d9b1436e2e7bc26886e01b9f06da7fa80b4ff6',X'81f46c9903bb28574f7e783a60a5c0fdebcc0bbb15555f424457a6f97934408e','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-b001"}');
INSERT INTO journal VALUES(36,1795399724000,'2026-11-23','ticket-started','test',X'c08eabfdba0ff1d80d856551d7990c463f8fe9f3f986c7d48a8d609caf91f7f6',X'42ab50c485a96f584d3885832700b03ee3ca5c3ab3509208dbe21c4c814feac5','{"ticket":"2026-11-23-b001"}');
INSERT INTO journal VALUES(37,1795400286000,'2026-11-23','ticket-issued','test',X'12df8d5f41ba8e7ff8a5676301f156d447291e66cb1c82adb3d882555047cd90',X'838f4b4b9b31d4702ace6e7bd998ac6d18f3a473295d6f85648b40d3479fc147','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-23-a003","village":"thon-3"}');
INSERT INTO journal VALUES(38,1795400286000,'2026-11-23','ticket-called','test',X'de2d0cf5d5c5dbc4558cf43247013addd6d39d0b110642fb356ce06bd2317bee',X'27d17554a0eaada4eec9391d321ecab9f179c2534840f26ec732d00763fb3efe','{"counter":"3","member":"an","reason":"arrival","ticket":"2026-11-23-a003"}');
INSERT INTO journal VALUES(39,1795400306000,'2026-11-23','ticket-started','test',X'd491e0034fe6947276635c1ff926ccd9fd8dc9f9cea205b6197761f418e3999c',X'262799ee29c06a67fbe06253b25beb7c6363e895ee5fc290a2ecba5312385475','{"ticket":"2026-11-23-a003"}');
INSERT INTO journal VALUES(40,1795400657000,'2026-11-23','ticket-finished','test',X'd491e0034fe6947276635c1ff926ccd9fd8dc9f9cea205b6197761f418e3999c',X'6fa7874ae29568edbda147c3bd64c294dcde39824824fbdda7af35a72008ec30','{"ticket":"2026-11-23-a003"}');
INSERT INTO journal VALUES(41,1795400657000,'2026-11-23','assistance-recorded','test',X'cd7dde58f11ec2dfeeb6bb3b38613d17ace3f3c797ea91d9f9ef0885cafcc04f',X'12400f53465a61c81606e5745ade51a420a33e24a2975c323733788d6f9c30b5','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"3","id":41,"member":"an","place":"centre","residence":"village","service":"ho-tich","startedAt":1795400306000,"ticket":"2026-11-23-a003","village":"thon-3"}}');
INSERT INTO journal VALUES(42,1795400732000,'2026-11-23','ticket-finished','test',X'c08eabfdba0ff1d80d856551d7990c463f8fe9f3f986c7d48a8d609caf91f7f6',X'435ade901bab3375d8d10bbb5933a62b05e5fd15a5d57cbe94f7a30a0a8f662c','{"ticket":"2026-11-23-b001"}');
INSERT INTO journal VALUES(43,1795400732000,'2026-11-23','assistance-recorded','test',X'1dbafe1dc0fded4f05d3eecb03f43f9e6e6ea0f06a94f6a9901266efeec3e99f',X'c9b494bf604a516798c1a01e7ac94daf0cfe576eb8ceb9c5d1ffa464749716cc','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":43,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795399724000,"ticket":"2026-11-23-b001","village":"thon-2"}}');
INSERT INTO journal VALUES(44,1795400867000,'2026-11-23','ticket-issued','test',X'de50571fbec1197bb1868cd2b519487541db341bb591a2ba3dea08549f87643d',X'4fd3c620fc0ace7c0614a574585afee650e058d7077b8514554fac01f35e9790','{"origin":"kiosk","priority":"elderly","service":"vneid","ticket":"2026-11-23-d003","village":"thon-1"}');
INSERT INTO journal VALUES(45,1795400867000,'2026-11-23','ticket-called','test',X'611258147a45834b5892a6de3a38b4f879465669218c6b3163843c249d94ff1b',X'475dea12110531e3e6da6184dea08c4ddf4bd65559820740156e20c0c77c78eb','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(46,1795400927000,'2026-11-23','ticket-parked','test',X'b36eb82ee18525c9740be401cda3b42893e99096ad413c1b317d9b721cef4813',X'cb47407cfcde54cbc2986674a848ba7ec60d1d79462f2730331973ec7a17ac69','{"due":1795401767000,"ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(47,1795401767000,'2026-11-23','ticket-returned','test',X'91cb7a68480cd48f1b8da5d484e221357c005bb41025fd5414531895f20437ef',X'ffd0b293c7c42e6915368fedf5bdb88b63785ae296e0093eac1a0f391ef6273d','{"ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(48,1795401767000,'2026-11-23','ticket-called','test',X'611258147a45834b5892a6de3a38b4f879465669218c6b3163843c249d94ff1b',X'824c78aa1487dc60f4bb0170f0436f791f21671a6f49147cd7c02f06f28362e2','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(49,1795401767000,'2026-11-23','ticket-recalled','test',X'91cb7a68480cd48f1b8da5d484e221357c005bb41025fd5414531895f20437ef',X'2eebe0218fdd297e871063aed0bc7bb9c59fc24bed5ee303efb79b8f051012a1','{"ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(50,1795401787000,'2026-11-23','ticket-started','test',X'91cb7a68480cd48f1b8da5d484e221357c005bb41025fd5414531895f20437ef',X'5f027b8dc4a3ef1438549cf870217e9c128d6cdc9742066d8785c0233e75ef0f','{"ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(51,1795402142000,'2026-11-23','ticket-finished','test',X'91cb7a68480cd48f1b8da5d484e221357c005bb41025fd5414531895f20437ef',X'd3f29d67a832d61abe369c185cad3cb55278bc14f59b73b6c0750cdb6298531e','{"ticket":"2026-11-23-d003"}');
INSERT INTO journal VALUES(52,1795402142000,'2026-11-23','assistance-recorded','test',X'23a9c9148da4c5caf6d7046cdae5b206491855be738c90144786dc5b724b31ae',X'e46767c4ffcb8fe6b11b5e083402e4383b5c821beb76c8a1ea0c023785cd4f5f','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["elderly-limited"],"outcome":"done","platform":"vneid"}],"ageBand":"60-79","counter":"2","id":52,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795401787000,"ticket":"2026-11-23-d003","village":"thon-1"}}');
INSERT INTO journal VALUES(53,1795402142000,'2026-11-23','assistance-corrected','test',X'e2697a0b0e9bb8fdb4da784cd875c0382ea23aac8f63aa44098b744146685cff',X'e8b72aa82230ea143f58688019f418e879418b6ab40986648a2323c136dc6329','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"2","id":53,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795401787000,"ticket":"2026-11-23-d003","village":"thon-1"},"original":52}');
INSERT INTO journal VALUES(54,1795402315000,'2026-11-23','ticket-issued','test',X'b8d8b02bc9e4610044271c0e5bf7b9aee8c97762b261349111e1f0874a2dd2ed',X'66ba4bab678a5cb4d771bafb3efd750b7e44412680dcca6432f0cec961dfd5c3','{"origin":"kiosk","priority":"elderly","service":"vneid","ticket":"2026-11-23-d004","village":"thon-3"}');
INSERT INTO journal VALUES(55,1795402315000,'2026-11-23','ticket-called','test',X'497925cacbfb734d8f38a1bb81218921a95e3e133ccc7217c40484092169d813',X'66d77fc97502a212eb8b2552bbee30a157d33fa4e2b9421530e689ed8b4e0efb','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d004"}');
INSERT INTO journal VALUES(56,1795402335000,'2026-11-23','ticket-started','test',X'e6637122e6aafa95b4dd32f3cec2cdc8d7d05df3fba3f7cd045f6ff2fd3e5ba7',X'6fa28daf86eaf74a0fed8a9e057594323a403d6c8181aaf75b342233ee5ec220','{"ticket":"2026-11-23-d004"}');
INSERT INTO journal VALUES(57,1795402422000,'2026-11-23','ticket-issued','test',X'529d1676d73bc7f09070acc384ca64d7767df6e101ed60c847b7f9c49cca2fb3',X'dda7d009da03efa5233e2d3b6c6834dd511d8884feaf7f45ef26e44fb55bcfad','{"origin":"kiosk","service":"vneid","ticket":"2026-11-23-d005","village":"thon-3"}');
INSERT INTO journal VALUES(58,1795402422000,'2026-11-23','ticket-called','test',X'19849e5eb072814f7515c2c579e362fef105a6bd2f1828dd39a05a8b9fbe9f47',X'e38bd7949a99a55f3ff92cb9c412026e689b63f97a3320a4f40d6552cf1bc8d5','{"counter":"3","member":"an","reason":"arrival","ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(59,1795402422000,'2026-11-23','ticket-recalled','test',X'bb3f74c4635e523274310646f83668c0f2d33f52b1a5689d838b344ab1815cbc',X'9b2f5af538a94c65c82326293dc5dfcd3799ba639f6db6f6ebb31066433f3aad','{"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(60,1795402482000,'2026-11-23','ticket-parked','test',X'f6eac532e14d20b3286bfb63992d73f840713044a1986418fc63e31b6e44314d',X'aa31ff9c60eacfec76d865aab8ba6e0518bcc59f3e47ef730cf4689067581068','{"due":1795403442000,"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(61,1795402642000,'2026-11-23','ticket-finished','test',X'e6637122e6aafa95b4dd32f3cec2cdc8d7d05df3fba3f7cd045f6ff2fd3e5ba7',X'006477454b9690b62110b5d37a900ea57c10e7a87cb6d09593b97cdfa6977a8b','{"ticket":"2026-11-23-d004"}');
INSERT INTO journal VALUES(62,1795402642000,'2026-11-23','assistance-recorded','test',X'b8e40ee6975bb58e2696374d892d268d39b2063b85942e53743f604adc08a270',X'23f5f5f4bb0b378c499ab21263987e23aad6e2859bd3abc8128dcc4ecbc11ff7','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":[],"outcome":"done","platform":"vneid"},{"activity":"vneid-docs","difficulties":["face-match-failed"],"outcome":"partly","platform":"vneid"}],"ageBand":"60-79","counter":"2","id":62,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795402335000,"ticket":"2026-11-23-d004","village":"thon-3"}}');
INSERT INTO journal VALUES(63,1795402642000,'2026-11-23','assistance-corrected','test',X'ad710cce29c60e9e0dddfe056769093bff463d014f8ea01f26608ade4449f949',X'a4f191c21d0adcf38092fda7e4a2cb55d784ff8df25e7e51dd725261c6fba736','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"2","id":63,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795402335000,"ticket":"2026-11-23-d004","village":"thon-3"},"original":62}');
INSERT INTO journal VALUES(64,1795403442000,'2026-11-23','ticket-returned','test',X'bb3f74c4635e523274310646f83668c0f2d33f52b1a5689d838b344ab1815cbc',X'a3095b9bf21c7a0a83d79010f9557862f20347806802a1390fb461b96c070bef','{"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(65,1795403442000,'2026-11-23','ticket-called','test',X'd9f20b8eb57f2dc55a1f540b55e289a9099bb945db32c2052f3bd281ca65c5a8',X'9531a29c4e091b507ccb2ced1988f11081ed763a83ab666fa8d821813d6532ec','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(66,1795403442000,'2026-11-23','call-undone','test',X'ce063cb0b5dd90b4a559e2e82c017f5608ee783bc07f53a0658ce3501813c249',X'4fed1aadae39b08570280ae89cda7e758e08b4d30c8133aa87d1f837e16ec953','{"previous":{"announcedAt":1795402422000,"calledAt":1795402422000,"counter":"3","member":"an","reason":"arrival"},"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(67,1795403442000,'2026-11-23','ticket-called','test',X'd9f20b8eb57f2dc55a1f540b55e289a9099bb945db32c2052f3bd281ca65c5a8',X'cc2ea36007728493486d974db3944693119d2742a8f9cc4c7469411057c37a00','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(68,1795403462000,'2026-11-23','ticket-started','test',X'bb3f74c4635e523274310646f83668c0f2d33f52b1a5689d838b344ab1815cbc',X'a2b411023dda04b4303383796db957613c80fd8eee050064af050264c0c6115b','{"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(69,1795403813000,'2026-11-23','ticket-issued','test',X'cac095de9943222900a52890d6d148237d01ba6013916c6fc2586f67a957573d',X'17ee648cd3a8fc8377973f82f86e8bf052f72e6058c41c500eea953e56282599','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-23-b002","village":"thon-4"}');
INSERT INTO journal VALUES(70,1795403813000,'2026-11-23','ticket-called','test',X'4e889e90c3ca5c5f447decbf98e0d6e1c9c80af169615751a3b0f9d67b50bc59',X'0d95b4590cc6f0d490a770758f63146de50412252f64f857eaf0a7706374b76b','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-b002"}');
INSERT INTO journal VALUES(71,1795403833000,'2026-11-23','ticket-started','test',X'a2bf9a1606ae3b61a5f98b7cd070c6414b7fad43bbec0ad5069bd2402a22607e',X'858bd1e5ba850590702590958018707234146d5b3478fa62a84cb51b66726edf','{"ticket":"2026-11-23-b002"}');
INSERT INTO journal VALUES(72,1795404033000,'2026-11-23','ticket-finished','test',X'bb3f74c4635e523274310646f83668c0f2d33f52b1a5689d838b344ab1815cbc',X'6dde8cf65efc504a5c1189f48317a29202637e9307ed9a80a6908710c4695fe1','{"ticket":"2026-11-23-d005"}');
INSERT INTO journal VALUES(73,1795404033000,'2026-11-23','assistance-recorded','test',X'd6e199395cd577760ea75af5457ef86add4d522ee5e54047e1c3f9d32fff614a',X'd030b8af16f27ba476c2316400bfd2a8c1e9550ee7983e4d714976dcb3d00369','{"assistance":{"activities":[{"activity":"vneid-activation","difficulties":[],"outcome":"done","platform":"vneid"},{"activity":"vneid-docs","difficulties":[],"outcome":"done","platform":"vneid"}],"ageBand":"35-59","counter":"2","id":73,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795403462000,"ticket":"2026-11-23-d005","village":"thon-3"}}');
INSERT INTO journal VALUES(74,1795404754000,'2026-11-23','ticket-issued','test',X'a14d815e55a7751b9b1ed3665a00ce90d33efe0f5c4a45027c64dd4ae49970eb',X'867b9b5c45f1867b41f29a4eeb078d3c6190c2296c74ddbed209b9f9c4e4523f','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-23-a004","village":"thon-3"}');
INSERT INTO journal VALUES(75,1795404754000,'2026-11-23','ticket-called','test',X'920a539d69cbab5895a9e837f5fb6bca5642a073ceda956ac5c5199545ee96d1',X'219e2b596a9fd1ed9895a25c34292ccb3d0e06e8014eeff6bd79d1c24c8b094b','{"counter":"3","member":"an","reason":"arrival","ticket":"2026-11-23-a004"}');
INSERT INTO journal VALUES(76,1795404774000,'2026-11-23','ticket-started','test',X'8000694dfd6a2d9fb6975bd70571a7900e48c47a035f6cb937b00156196b2f06',X'64f3b6143cef4d0272618e06acd225b8f3534bee562654073ad1457590837f3b','{"ticket":"2026-11-23-a004"}');
INSERT INTO journal VALUES(77,1795405345000,'2026-11-23','ticket-finished','test',X'a2bf9a1606ae3b61a5f98b7cd070c6414b7fad43bbec0ad5069bd2402a22607e',X'58b9508b857b11f4910c3077aaffdc4062ab5ff436afb71d9def0fb6778cd94d','{"ticket":"2026-11-23-b002"}');
INSERT INTO journal VALUES(78,1795405345000,'2026-11-23','assistance-recorded','test',X'e6d3c52082408997d8a82107109a2c7a249762c9132cee66953b196bf3eb1050',X'662eaaa3051286f349aad2206c36ee0989b01dd2d425414b4a7f7dee7fe6be7e','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":[],"outcome":"done","platform":"dvcqg"},{"activity":"online-service","difficulties":[],"level":"partial","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":78,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"female","startedAt":1795403833000,"ticket":"2026-11-23-b002","village":"thon-4"}}');
INSERT INTO journal VALUES(79,1795405632000,'2026-11-23','ticket-finished','test',X'8000694dfd6a2d9fb6975bd70571a7900e48c47a035f6cb937b00156196b2f06',X'ae154d57d7eec76596e21c17070f8aedd57aba75da1723ec77d499a39b1a96ac','{"ticket":"2026-11-23-a004"}');
INSERT INTO journal VALUES(80,1795405632000,'2026-11-23','assistance-recorded','test',X'7b7a0ac6aeec2828a444d08f0f26f05f629670ee74a1bce97d5b798adc230e4d',X'98154582625e8706de96a815fbedebdbf8eabd2f431ce5ecdf5dd8caa41af293','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":[],"outcome":"done","platform":"vneid"}],"ageBand":"60-79","counter":"3","id":80,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"male","startedAt":1795404774000,"ticket":"2026-11-23-a004","village":"thon-3"}}');
INSERT INTO journal VALUES(81,1795405632000,'2026-11-23','assistance-corrected','test',X'6956752ff6bd821c989ccf7d07e2fa0eb5b71034b6a2ff4004ebb5be6d05d276',X'540611eb5491c74333df94717cb6098f6231c533589541f1a40825d57675e54c','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"3","id":81,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"male","startedAt":1795404774000,"ticket":"2026-11-23-a004","village":"thon-3"},"original":80}');
INSERT INTO journal VALUES(82,1795416839000,'2026-11-23','ticket-issued','test',X'ed0fcc980a761ca3b4c65210e5d3508c0a6b1fc49d88506b99e20db6587f967c',X'75b77a745ab32f84151081b26578e8492bef3ad137f1708a5ca2ad090437b0da','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-23-b003","village":"thon-3"}');
INSERT INTO journal VALUES(83,1795416839000,'2026-11-23','ticket-called','test',X'972d45d4f544131d22e97c1e8701904de10e2f783b5bae07cd8116cbaaad8b1a',X'283904c8ea918ebf5af0a9ddbb2bf2b8fb0138dfbf1edc10a4e645ea75b0e329','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-b003"}');
INSERT INTO journal VALUES(84,1795416859000,'2026-11-23','ticket-started','test',X'a5f924cbff1ef548c3b4fcb18150a84e64ea81edead56b680580c5c6f8ca94a0',X'a597dfbb08b844c52a4eb288bd87b4f870af343ba75f0ad67c3a45fd60b4f5c0','{"ticket":"2026-11-23-b003"}');
INSERT INTO journal VALUES(85,1795418974000,'2026-11-23','ticket-finished','test',X'a5f924cbff1ef548c3b4fcb18150a84e64ea81edead56b680580c5c6f8ca94a0',X'65056f122ffac9627a1925f336a2f5c12338451eac1a7497306b270606e925c1','{"ticket":"2026-11-23-b003"}');
INSERT INTO journal VALUES(86,1795418974000,'2026-11-23','assistance-recorded','test',X'28fce53b54f3735abd946ee9f68784aa79f48b4ecca38d43662f13d39d8b9653',X'eec8840d79a03e6758890404ff039297214a769e74c8973bd2c4849ba02a8ed7','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":86,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"female","startedAt":1795416859000,"ticket":"2026-11-23-b003","village":"thon-3"}}');
INSERT INTO journal VALUES(87,1795419581000,'2026-11-23','ticket-issued','test',X'510af022e53924bc7a144b774e7eeae57a8fea876bd8e437258f5e468a3484f7',X'142a048457e2b2c43bcb51279a48922f09e71da7c0dc469effb4fae7aa3b262f','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-23-b004","village":"thon-4"}');
INSERT INTO journal VALUES(88,1795419581000,'2026-11-23','ticket-called','test',X'51091978a4ee500c794823e27235e85c9855b5320ccb8be19fa9f64a53119b85',X'70ca248146aeb095b43b6d842218ab309a7a0cbae0378645c292c659b029a6c8','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-b004"}');
INSERT INTO journal VALUES(89,1795419601000,'2026-11-23','ticket-started','test',X'1a2dc82ddde7d14130273d19851c4b210ff32be099761fd73c66990a14e5cffc',X'462c01215c7f8437748516945ba766521288d7f5a6291e7da0d0b9557d22ed4b','{"ticket":"2026-11-23-b004"}');
INSERT INTO journal VALUES(90,1795420114000,'2026-11-23','ticket-finished','test',X'1a2dc82ddde7d14130273d19851c4b210ff32be099761fd73c66990a14e5cffc',X'82c6d38893f5e86dc6a0772b7e9f36db583ede109351f1797a9cdbec74b391ef','{"ticket":"2026-11-23-b004"}');
INSERT INTO journal VALUES(91,1795420114000,'2026-11-23','assistance-recorded','test',X'e7e48b2e75183fe6a4f71e416eff5f9d5e8397bf3f460d9443e341da1b0a0255',X'f0be187c9bd3bc2ce3c297ed0892564eb899ef3b5cce331c4096b19aedd7c496','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":["needs-rescue-team"],"outcome":"referred","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":91,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795419601000,"ticket":"2026-11-23-b004","village":"thon-4"}}');
INSERT INTO journal VALUES(92,1795421235000,'2026-11-23','ticket-issued','test',X'35657326d921c2d6c78f872537729309a789e2b4f6fb406fe06d815a88901c8d',X'dec4fecbcb12dde99cc21267e60bee86f7d7f142838f07340afb876556477562','{"origin":"kiosk","priority":"elderly","service":"dat-dai","ticket":"2026-11-23-b005","village":"thon-1"}');
INSERT INTO journal VALUES(93,1795421235000,'2026-11-23','ticket-called','test',X'7f1d42ad19d1f858124b0e48b166fee8f3d000cb84358d249d63d16b158375f3',X'5d6565d3fd153f2d4394ddc998e0177bf9b1e38b5ded62d0162390d5eefbd849','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-23-b005"}');
INSERT INTO journal VALUES(94,1795421255000,'2026-11-23','ticket-started','test',X'd069b0e1327b81c7d8d57437cce89ccdb4b26e9a44fa97de407fca57d4e0ffb0',X'3d42b6dd172d068ebb69770ac4995ffbfbaea2286b5b4e017269092ae6a0016e','{"ticket":"2026-11-23-b005"}');
INSERT INTO journal VALUES(95,1795421299000,'2026-11-23','ticket-issued','test',X'746c415e2695d92c1ca7506ea03281e0cece9de981b52321e5cc2013fc78fc4d',X'e8f912f800185130cc4509c5e2b6b5c9f1f2d63dab78b7030f69051a9b9c199a','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-23-a005","village":"thon-1"}');
INSERT INTO journal VALUES(96,1795421299000,'2026-11-23','ticket-called','test',X'5cdb4c67813a99a7479fb35ac6b4fb58dbb1ecee0def77403ee64812326d5d84',X'c6c0457882831616e3facdb2983d87a712e28a115108840c523bdc5129bab878','{"counter":"3","member":"an","reason":"arrival","ticket":"2026-11-23-a005"}');
INSERT INTO journal VALUES(97,1795421318000,'2026-11-23','ticket-issued','test',X'761a6906f1fb0e9213b1e8b0b2b9c18fd7c86fe64dfd138dbc091dc08653598a',X'9bf2afba696ed005d8136bcd90b5c585d6d953fac3e94d376e3edf25af74aa2f','{"origin":"kiosk","priority":"elderly","service":"vneid","ticket":"2026-11-23-d006","village":"thon-2"}');
INSERT INTO journal VALUES(98,1795421318000,'2026-11-23','ticket-called','test',X'e05a0a2f96d005e6188334de41259bede93f931a10e67aa8651519529c4aaf3b',X'e49c3baca630ff9c5ece5d77e2c65c8971f97f17c7114d42f0d2c0f0c9cdddcd','{"counter":"2","member":"binh","reason":"arrival","ticket":"2026-11-23-d006"}');
INSERT INTO journal VALUES(99,1795421319000,'2026-11-23','ticket-started','test',X'a02724dea83b62f575456523c32391a20bae0c703a73c6de3d5ac5e6975c8f8a',X'2ddb9b8b8043dd9d80cd8f6ba160b864f402c7239c36718fba1d2b58fe4501e7','{"ticket":"2026-11-23-a005"}');
INSERT INTO journal VALUES(100,1795421338000,'2026-11-23','ticket-started','test',X'e0aa8863079bfb4dda5cd8c27bcd7d7b8835162c32f91a77dc1a554185945833',X'bfceb0bf2291781ed4930772e26606ce06639647c8ccbfe9989209d913e2baf2','{"ticket":"2026-11-23-d006"}');
INSERT INTO journal VALUES(101,1795422221000,'2026-11-23','ticket-finished','test',X'e0aa8863079bfb4dda5cd8c27bcd7d7b8835162c32f91a77dc1a554185945833',X'687d06db502b9d6ade6635effcd439aa3d49ee0446fc7b9562b0be5fdae10cd5','{"ticket":"2026-11-23-d006"}');
INSERT INTO journal VALUES(102,1795422221000,'2026-11-23','assistance-recorded','test',X'ad2849ed401956674ed6ff1f281fca6e071ef7e5c7ff76ddda225b696ccd4b4a',X'0d1d3c53f5479efc83be98e50f433b5788f9a10c5988678fca14697711b3960f','{"assistance":{"activities":[{"activity":"vneid-docs","difficulties":[],"outcome":"done","platform":"vneid"}],"ageBand":"60-79","counter":"2","id":102,"member":"binh","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795421338000,"ticket":"2026-11-23-d006","village":"thon-2"}}');
INSERT INTO journal VALUES(103,1795422350000,'2026-11-23','ticket-finished','test',X'a02724dea83b62f575456523c32391a20bae0c703a73c6de3d5ac5e6975c8f8a',X'74f167054aa0c986a45647e7b91ad9907f0acf7bb5d966e06eba6373addeedba','{"ticket":"2026-11-23-a005"}');
INSERT INTO journal VALUES(104,1795422350000,'2026-11-23','assistance-recorded','test',X'dcc138ff419f93b8fc98d0d8dda5be55fc5ff10c68e48f5515f1d5bcee394f59',X'83b76223c90b2bee71ee6cd16d4ad6362b50ac748e0f8aa113c416e53b53cd1b','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":[],"outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"3","id":104,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795421319000,"ticket":"2026-11-23-a005","village":"thon-1"}}');
INSERT INTO journal VALUES(105,1795422524000,'2026-11-23','ticket-finished','test',X'd069b0e1327b81c7d8d57437cce89ccdb4b26e9a44fa97de407fca57d4e0ffb0',X'0dc648007a8b03df8ec240b81f18a12d2658ccc4eb8d397e6a404460cbe252c7','{"ticket":"2026-11-23-b005"}');
INSERT INTO journal VALUES(106,1795422524000,'2026-11-23','assistance-recorded','test',X'6a3b5733fd98c114a58c7667db569bf3e56beee58b06259a5507f78ec9e350f0',X'cad9c6e7f0bfa6041a0a84321f470835fa38c0967ffc5fe0184ff8787c55b8a6','{"assistance":{"activities":[{"activity":"info-lookup","difficulties":["portal-fault"],"outcome":"partly"}],"ageBand":"60-79","counter":"1","id":106,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"female","startedAt":1795421255000,"ticket":"2026-11-23-b005","village":"thon-1"}}');
INSERT INTO journal VALUES(107,1795422524000,'2026-11-23','counter-closed','test',X'e1ef0b00118f208daa2d188ab147a98485baa77d180450f311049ba08d36e177',X'63979401c80ce7996668335e7c201301503722a2d121057da2de2bb2da8dc139','{"counter":"1"}');
INSERT INTO journal VALUES(108,1795422524000,'2026-11-23','counter-closed','test',X'c285be8430c32004f55161c8e5ebc07f19b655a485cd8d6c091b71dfb774bd17',X'52a5ce7ac2bd13d17718535af60d75aac8469be6fcd993e97151837281549d8d','{"counter":"2"}');
INSERT INTO journal VALUES(109,1795422524000,'2026-11-23','counter-closed','test',X'7fec298dc2e8d1805e428bcd12206226e0ba8d236d94545229efccdaa8253ca7',X'3fa2a6d75cbe60ece9b9b5e51e7b6bc503eaa3c187d39d9ddefbe7c0859ad071','{"counter":"3"}');
INSERT INTO journal VALUES(110,1795438800000,'2026-11-23','ticket-issued','test',X'3ffaae15cbfe8e545a37210bae6e684e5fbf56ae0e850a215e0e30d1a4d943ac',X'5d0d062c3901b01b0340a22eef0205da986ac8e3dacd38a645077897336cd719','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-23-d007","village":"thon-1"}');
INSERT INTO journal VALUES(111,1795438800000,'2026-11-23','ticket-issued','test',X'd9791268515f60f3c480e9b89af8ee8534b7cf59c09a34f3fb51239c10d2ca3c',X'738865d683411ca57aaae1c99cc907bf911582d3f688000ee51e822d182fdb87','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-23-d008","village":"thon-1"}');
INSERT INTO journal VALUES(112,1795438800000,'2026-11-23','ticket-issued','test',X'0bccde8ff0093cbd0b9b05d109128e37fef0bdc7f4d788dbcbf76c622f73b6e1',X'c5f3b3bcef3664045ea2c10cf0f13b65c245ab9f20eb018289c39362270c00a9','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-23-d009","village":"thon-1"}');
INSERT INTO journal VALUES(113,1795438800000,'2026-11-23','ticket-issued','test',X'189c69439d2c2db557f0072f29362f85a20bbc190742001d0a23f1a50de22e05',X'ab21ce3e3cf1b88cf412ef3ed7cd859d7df645f5d03de37b0ad8aaac291534c8','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-23-d010","village":"thon-1"}');
INSERT INTO journal VALUES(114,1795438800000,'2026-11-23','ticket-cancelled','test',X'2891b14ffc8480d09636d12c16849aa214d26cdffb8d57b69153dc31b817a809',X'0f6d120855ccd577efd5fcabd3b4490a62949f01cfab5ade55d61fb684179be9','{"ticket":"2026-11-23-d010"}');
INSERT INTO journal VALUES(115,1795438800000,'2026-11-23','counter-opened','test',X'9848fddcc6b76f75e1d9e37a78937a2600d24df51e10dfedabbcda7637e36513',X'253efcd6f8db0d7cfd5e7ef4fddefc529863078b3a3f2c06f6ce850eae7324e7','{"counter":"2","services":["vneid"]}');
INSERT INTO journal VALUES(116,1795438800000,'2026-11-23','counter-opened','test',X'1f0bb5082cebff7807b89e8b3310aef8c72f833bd3efdd814bced7b03cf2ba2f',X'cf5f6a388bcfd1f5a03b407d40409aac49191032e3718d8648fee7dbda4b0fe7','{"counter":"3","services":["ho-tich","dat-dai","vneid"]}');
INSERT INTO journal VALUES(117,1795438800000,'2026-11-23','ticket-called','test',X'a6cbf63d6001825924b705da86259a2562844e1dfe062a3108c4964fa19a6c08',X'210531ff836b657d9841c89e34b8a6b47598828fc33f82c2c72e802a9158ca64','{"counter":"3","reason":"arrival","ticket":"2026-11-23-d007"}');
INSERT INTO journal VALUES(118,1795438800000,'2026-11-23','ticket-transferred','test',X'ae2165c49c668a7fe35578f7508d9f541b9207e7b124f86d6970b61d8bc6c4d0',X'cff7a09832ec81228cd72886f8290a98b74212fb16d615c976755a2b4e7d7006','{"counter":"2","ticket":"2026-11-23-d007"}');
INSERT INTO journal VALUES(119,1795438800000,'2026-11-23','ticket-released','test',X'401503643bf68f7e040a5f33851407e8cd6045475ae0456095ba3e227a58ad54',X'c00209ad29825a4c3757053af518fe53e1b5af2f62155b68e15ca8d95dbfe75d','{"ticket":"2026-11-23-d007"}');
INSERT INTO journal VALUES(120,1795438800000,'2026-11-23','counter-closed','test',X'c285be8430c32004f55161c8e5ebc07f19b655a485cd8d6c091b71dfb774bd17',X'dbecc7780baa4ca32337117f572c4d1f2b37fb78626d87767638b5198aa393bc','{"counter":"2"}');
INSERT INTO journal VALUES(121,1795438800000,'2026-11-23','counter-opened','test',X'9848fddcc6b76f75e1d9e37a78937a2600d24df51e10dfedabbcda7637e36513',X'6410447dfa707f1993a0da978f7337e6347b9022991a866d31eba9505bb10f52','{"counter":"2","services":["vneid"]}');
INSERT INTO journal VALUES(122,1795438800000,'2026-11-23','ticket-called','test',X'b284408392684b423af72fb4278d0eb75acf43d07f17da9d61a74494d75f026e',X'c9b7d8799bd57fc63b0ea45f63a63371c603f542423e5f9669ed129fb069f018','{"counter":"2","reason":"arrival","ticket":"2026-11-23-d007"}');
INSERT INTO journal VALUES(123,1795483272000,'2026-11-23','ticket-expired','system',X'30cadb6c291bf3ed5807120fd32002f76473801b00f4420024986c30f35eca8b',X'cbfb1147275349c43ae11c2d8f15e936996fbc4599745a15050175073a592d07','{"reason":"day-end","ticket":"2026-11-23-d007"}');
INSERT INTO journal VALUES(124,1795483272000,'2026-11-23','ticket-expired','system',X'd0e253498c57c2b66306c9dd9eeb1a85c8ed98ce2f9609b59ec56c471cedb020',X'22a1b35146e441d02a483b75a5030ce9104e9251b9588e0bca1f50d1167b7e64','{"reason":"day-end","ticket":"2026-11-23-d008"}');
INSERT INTO journal VALUES(125,1795483272000,'2026-11-23','ticket-expired','system',X'e8d4a1d5288b58591acba04a56f2542a01fb55635c58f6bab03190d0d73ddfda',X'3e93d828f45e3dbc8a8f1ad62ad55eadbeaba51f478c91bcfbe0240f08c5482c','{"reason":"day-end","ticket":"2026-11-23-d009"}');
INSERT INTO journal VALUES(126,1795483272000,'2026-11-24','day-opened','system',X'44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',X'302717e0bfda929e0dc0027ffaa25631646b39e056268a3ccdf12799c9e9ec2b','{}');
INSERT INTO journal VALUES(127,1795483272000,'2026-11-24','counter-opened','test',X'b628801d5a00e1e13bbe6556e8d897c491c7534875796b218354d235b03c5e25',X'2f624055a344b7c6ebb3299c05cad6424174402451836f67c576d564af3495bc','{"counter":"1","member":"an","services":["ho-tich","dat-dai"]}');
INSERT INTO journal VALUES(128,1795483272000,'2026-11-24','counter-opened','test',X'949e973ca589703ee12eab10a85748d00218935397aafa58e5dc234bc58fcf24',X'e5e88c0a1b2f8cf1ebcd65b844aeafb17468c41aaf27d6fb15b1906ebc8c3ee1','{"counter":"2","member":"an","services":["vneid"]}');
INSERT INTO journal VALUES(129,1795483272000,'2026-11-24','counter-opened','test',X'70569fcb158f3dea9504989c2a83a5644a12e059aa32f286fd177f5df04fafda',X'8837b58e07b5926e2812f321c9beba849b65b4fb934d68d3d4abe32fbfb83022','{"counter":"3","member":"binh","services":["ho-tich","dat-dai","vneid"]}');
INSERT INTO journal VALUES(130,1795483272000,'2026-11-24','ticket-issued','test',X'd54c6c7683deea9308d13e9c14a41f72a2999b58b3c579123c0d57ff51f37e64',X'ec7d2936c3e550dea54183063cb9867b27342719788c265a0f57907c5c435954','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b001","village":"thon-1"}');
INSERT INTO journal VALUES(131,1795483272000,'2026-11-24','ticket-called','test',X'27d84ab5320cb251d6b2784632f5c1caf38c5a1a7613aa1623245a1dd60b0d29',X'08228981ce5a813b871e254a6c52bbab9b035eca6d6113b5954e9b52463cb12c','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b001"}');
INSERT INTO journal VALUES(132,1795483292000,'2026-11-24','ticket-started','test',X'67626f7df601542090b24e918dae21322579de4ecd2f83845f87c8c1004e7754',X'6bdead0513c49f98940f912a3e62cd7d58f1194b9cc92a194891b2151883d333','{"ticket":"2026-11-24-b001"}');
INSERT INTO journal VALUES(133,1795483429000,'2026-11-24','ticket-issued','test',X'2e9ae82109551a7563f4f41184d3768870d5a14db7998d340b766d53beaed8bd',X'7385bb6178418e1a01695138f777f2a520d948aa476aa08ffef4761230efbf92','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-24-a001","village":"thon-3"}');
INSERT INTO journal VALUES(134,1795483429000,'2026-11-24','ticket-called','test',X'597e33ff8eccd98a30a4492044e4e2c2cf1ac03282b62a4dc68a862abc3a2804',X'549361f20aee06205d9b38367571b23075d14cbf752ea25cf1d29ee2b4103991','{"counter":"3","member":"binh","reason":"arrival","ticket":"2026-11-24-a001"}');
INSERT INTO journal VALUES(135,1795483449000,'2026-11-24','ticket-started','test',X'9c24238991cdd7d2161ea2b21e426d4058e4dcfb9a83061dde6321841555d6df',X'534d88d5f515b50222d0f9740c092ff6a047878c25914a7458c228bcf8956660','{"ticket":"2026-11-24-a001"}');
INSERT INTO journal VALUES(136,1795483742000,'2026-11-24','ticket-finished','test',X'67626f7df601542090b24e918dae21322579de4ecd2f83845f87c8c1004e7754',X'06eb314580c67c0c1bd5993294bf328f7a0ea1c05a3cbc3b3cea5b2db5c27bc8','{"ticket":"2026-11-24-b001"}');
INSERT INTO journal VALUES(137,1795483742000,'2026-11-24','assistance-recorded','test',X'654bdabeb4f123cb70ee5a4bf4d1b49f2b969a4ba70c56dff181e7ebbe3c1708',X'6f760df3344ca93af887e1611ca49583b3166934d94167f0daa5d153d99fc6fb','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"partial","outcome":"done","platform":"dvcqg"}],"ageBand":"under-18","counter":"1","id":137,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"female","startedAt":1795483292000,"ticket":"2026-11-24-b001","village":"thon-1"}}');
INSERT INTO journal VALUES(138,1795484167000,'2026-11-24','ticket-finished','test',X'9c24238991cdd7d2161ea2b21e426d4058e4dcfb9a83061dde6321841555d6df',X'12d373c6f0b59c035ea8a776f806800abdb0c64530c81fe7a9d2ef4ddd2266e4','{"ticket":"2026-11-24-a001"}');
INSERT INTO journal VALUES(139,1795484167000,'2026-11-24','assistance-recorded','test',X'2c2b4b595d89ac5a2e01712428b1283f3c75e68774c76f60fc73a69f5386f8a9',X'8593dc4e61401c0049e34b65e0acdfcb86ad7709635b2f6b5c2e9507288eb27a','{"assistance":{"activities":[{"activity":"online-payment","difficulties":["data-mismatch"],"outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"3","id":139,"member":"binh","place":"centre","residence":"village","service":"ho-tich","sex":"male","startedAt":1795483449000,"ticket":"2026-11-24-a001","village":"thon-3"}}');
INSERT INTO journal VALUES(140,1795485424000,'2026-11-24','ticket-issued','test',X'ec64e88fd9089659763fa7df13a11b8bae05e108f3e6c13af93e37809e58fc7a',X'e61c9c36e37da560886d47907bf267132a37f86850bd4665524cc77f11b071ec','{"origin":"kiosk","priority":"elderly","service":"vneid","ticket":"2026-11-24-d001","village":"thon-3"}');
INSERT INTO journal VALUES(141,1795485424000,'2026-11-24','ticket-called','test',X'b8bb84c5f91e487d12cfb54cadeb1159483413beb0e02ccd962433c91773071d',X'18c07e04700265a1986661206f9d036ceff401f67b9ad345cf90be158c9e9389','{"counter":"2","member":"an","reason":"arrival","ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(142,1795485484000,'2026-11-24','ticket-parked','test',X'6333dd6528b1f00e6e8de5c00ae0b54648c1b4e09d78f5c55c84f72a619721c3',X'6e2760e44103a33f8941f4e4d08b989b1f0ff4e40f148708e0a1980c60eda31d','{"due":1795486984000,"ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(143,1795485688000,'2026-11-24','ticket-issued','test',X'7a717357bfe32c8a652a858e9fb2b8937db5815aa6e2a27ce2f4e447f91b9133',X'bd51848e3b11c5dd4cb228d19503d525ea295e0dc0dda52472063690d5d1d021','{"origin":"kiosk","service":"vneid","ticket":"2026-11-24-d002","village":"thon-2"}');
INSERT INTO journal VALUES(144,1795485688000,'2026-11-24','ticket-called','test',X'110622167148495e8918e15102ca742bc4ae13d38bc5b1d8cb45ae4e241ab98b',X'8a17d4a0761967920fa8abc0e8d1bb0c3cf0c7fedd1a6f4df7df7bad393ad5fd','{"counter":"2","member":"an","reason":"arrival","ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(145,1795485778000,'2026-11-24','ticket-no-show','test',X'9c24f6276f8ed3ba63a30b9fbd46856dda03a17b10ac683277ce8d54a9192f5e',X'78de405941c7acea50a8089fcff631277ec09c3c986719ccf9f7965055bc7b20','{"ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(146,1795485778000,'2026-11-24','ticket-returned','test',X'9c24f6276f8ed3ba63a30b9fbd46856dda03a17b10ac683277ce8d54a9192f5e',X'2a04c8821c743e119a1060cbc4a2b9370976b59ac1c67e9299bab5a2a8b37535','{"ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(147,1795485778000,'2026-11-24','ticket-called','test',X'110622167148495e8918e15102ca742bc4ae13d38bc5b1d8cb45ae4e241ab98b',X'46045c7152b6eb0123fb25700c47dfd40bf283e39591c0783325bc3a94a57d67','{"counter":"2","member":"an","reason":"arrival","ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(148,1795485798000,'2026-11-24','ticket-started','test',X'9c24f6276f8ed3ba63a30b9fbd46856dda03a17b10ac683277ce8d54a9192f5e',X'c356c72c1f36867660a7cbcfaf280edb21a7be1e87264b62f5a843ae13538641','{"ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(149,1795486000000,'2026-11-24','ticket-issued','test',X'b8f840147a163a74a24d77efcced2d139555f4e7e4c2f772acb5ca6a5d022265',X'8ef7bf19ed3e53815c221e104cd309dd681b1dcf8a2c4264ea9cc9bcc2c6531b','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b002","village":"thon-4"}');
INSERT INTO journal VALUES(150,1795486000000,'2026-11-24','ticket-called','test',X'593506aa787da25eb9c97f15f072797f8bc0fe5c7c4857ee801f1a5668cb971b',X'3a68ddd2ef800e20c1d57021d780c10c40368eaa572eda34a781372d554e8cf9','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b002"}');
INSERT INTO journal VALUES(151,1795486020000,'2026-11-24','ticket-started','test',X'0c6f09d0d0ad454e392250f10370f6d3d1251325f006b2b7c2470e9c4dd06c09',X'58f8e2473ddeb922dea2344b91e1a89dbed60f073659bfbcacdb9037ef72b43b','{"ticket":"2026-11-24-b002"}');
INSERT INTO journal VALUES(152,1795486268000,'2026-11-24','ticket-finished','test',X'9c24f6276f8ed3ba63a30b9fbd46856dda03a17b10ac683277ce8d54a9192f5e',X'faa84b7a17c961fc8cb5e0ce58490324fdad256bf5984ac6906f4a443d8e89da','{"ticket":"2026-11-24-d002"}');
INSERT INTO journal VALUES(153,1795486268000,'2026-11-24','assistance-recorded','test',X'a56ee5d3c3c1fe0ac33ef57522f7493e6c7f0115d26448c317ee7d1d493567de',X'3f55fe9f76f856c2aa84300bb3388c0c18659dcb0f4352a4e12a1d23bd0a844b','{"assistance":{"activities":[{"activity":"vneid-docs","difficulties":[],"outcome":"done","platform":"vneid"}],"ageBand":"35-59","counter":"2","id":153,"member":"an","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795485798000,"ticket":"2026-11-24-d002","village":"thon-2"}}');
INSERT INTO journal VALUES(154,1795486758000,'2026-11-24','ticket-finished','test',X'0c6f09d0d0ad454e392250f10370f6d3d1251325f006b2b7c2470e9c4dd06c09',X'07849450b0d3e1e9208127841ebd7496d9e3ec54832885c282c684611e0fcce6','{"ticket":"2026-11-24-b002"}');
INSERT INTO journal VALUES(155,1795486758000,'2026-11-24','assistance-recorded','test',X'f9f4be3d20e277e6c70184a7298fdc51e82399b61d45db9d0f7ba7fe9af2bc84',X'f6ac8591ddbd02c08ab4bfdb115f11e8d2332af5f39bcf9b2d34565837eb13a8','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":["data-mismatch"],"outcome":"referred","platform":"dvcqg"}],"ageBand":"18-34","counter":"1","id":155,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795486020000,"ticket":"2026-11-24-b002","village":"thon-4"}}');
INSERT INTO journal VALUES(156,1795486984000,'2026-11-24','ticket-returned','test',X'0f050f1eee2df66337fb9fc4cbd76e576dcd5b4c2d76dd5477963797492ccc49',X'404ff06b04aabe4b9831db27ca3e7ccbe54ecefc80b1ae631537ee71b658bfa8','{"ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(157,1795486984000,'2026-11-24','ticket-called','test',X'b8bb84c5f91e487d12cfb54cadeb1159483413beb0e02ccd962433c91773071d',X'e168472465e9e74c04d2b8708d38d81f0a7f7e4f30dd0209d8085f6248d35f7c','{"counter":"2","member":"an","reason":"arrival","ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(158,1795487004000,'2026-11-24','ticket-started','test',X'0f050f1eee2df66337fb9fc4cbd76e576dcd5b4c2d76dd5477963797492ccc49',X'e51c8208431626b7d2dc5b6d622ed5ab8b82d89f58b4316f49848086c4a05a3b','{"ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(159,1795487440000,'2026-11-24','ticket-finished','test',X'0f050f1eee2df66337fb9fc4cbd76e576dcd5b4c2d76dd5477963797492ccc49',X'c9f157758e4f7130d7ee866f1a4929051f880ba15ca08ad8295846fac94611da','{"ticket":"2026-11-24-d001"}');
INSERT INTO journal VALUES(160,1795487440000,'2026-11-24','assistance-recorded','test',X'36d72975538f146805aeecead29632f332722e411c24222344bd12c4e0773fa8',X'e8e722286aa2093ec73780b56b73e0dde07c85082286b891c9114abec81fa88a','{"assistance":{"activities":[{"activity":"vneid-activation","difficulties":["network-fault"],"outcome":"not-possible","platform":"vneid"}],"ageBand":"60-79","counter":"2","id":160,"member":"an","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795487004000,"ticket":"2026-11-24-d001","village":"thon-3"}}');
INSERT INTO journal VALUES(161,1795487440000,'2026-11-24','assistance-corrected','test',X'935dfbfb33f7fb8b50c6ee8c49c0670e8d99279287ff626bbc1b6a9cc4439b37',X'b967039df1d0b1a4dacefaf91f193053dcee5ca2c30c324bebfb7edf72438b93','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"2","id":161,"member":"an","place":"centre","residence":"village","service":"vneid","sex":"male","startedAt":1795487004000,"ticket":"2026-11-24-d001","village":"thon-3"},"original":160}');
INSERT INTO journal VALUES(162,1795487630000,'2026-11-24','ticket-issued','test',X'fccaf2def2966cc318c43fc4fe17d61c6cca464f9278b62e27aee06c9951f7ef',X'07c6ecabe6f7c8b155a57debaba5c9a71d99062abdf8d09b4af688abf9926706','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b003"}');
INSERT INTO journal VALUES(163,1795487630000,'2026-11-24','ticket-called','test',X'7540d537730264301db7c7b32a8334425c4f64b5edf11bd5a6eb8498e720f57b',X'1e4269c7499309b8656596c5cbc4193a3b71b6674431b796f2e385f078939f4b','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b003"}');
INSERT INTO journal VALUES(164,1795487720000,'2026-11-24','ticket-no-show','test',X'21ec4fca83d392b4301751db0c10f6c4aa00f4afad0a5509d66c92d01a2b26d5',X'5073891ac5f99a791958e1a44cd2b450cb05308af8073b0b754b2308eb2b0a86','{"ticket":"2026-11-24-b003"}');
INSERT INTO journal VALUES(165,1795487800000,'2026-11-24','ticket-issued','test',X'1068f8b2a830c664111751cf89de444d7018dd33ab778bc8d3809ef253097d21',X'0150327aefe7339035f8173c681d581228f05c67eb46ee96b7ff5716a7cf8e6d','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-24-a002"}');
INSERT INTO journal VALUES(166,1795487800000,'2026-11-24','ticket-called','test',X'8c77bb1dfbe455e89498da9f3aa18ae3952904cc19ec41a6aed48c5c5f300882',X'3b641a62b6e5b10b450bbe451375429bcde5b278471e33f92540dca4a85cd615','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-a002"}');
INSERT INTO journal VALUES(167,1795487820000,'2026-11-24','ticket-started','test',X'8bbaee653cdcf0687b024beeb253e651b1c96b11ba69468cc329da3fa54fff7f',X'dc9a6e2fdfbee30a1348646b47c12ce5a7a8dfa05874b7d20bdf23cb240b5daf','{"ticket":"2026-11-24-a002"}');
INSERT INTO journal VALUES(168,1795488262000,'2026-11-24','ticket-finished','test',X'8bbaee653cdcf0687b024beeb253e651b1c96b11ba69468cc329da3fa54fff7f',X'cbaab083a7fd994de0a04f70d820362e7548f1a5cc5fa9b65c8ad4105ba70dea','{"ticket":"2026-11-24-a002"}');
INSERT INTO journal VALUES(169,1795488262000,'2026-11-24','assistance-recorded','test',X'b8190d3249f013e8155f3e49c29f1b6102ee0c1e061985749c44803a9e119334',X'351cca75fd9bf88a2d6837754eaa93f064eb2f9f0c948e9d96c7b055cffa66b0','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":[],"outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":169,"member":"an","place":"centre","residence":"other-commune","service":"ho-tich","sex":"male","startedAt":1795487820000,"ticket":"2026-11-24-a002"}}');
INSERT INTO journal VALUES(170,1795488693000,'2026-11-24','ticket-issued','test',X'56b1c1c078f6e0cf29c5bdf3d28568193b07f8c1343b91ece19e96e0a71af120',X'b637058fb445036fc734634cd2168e41a4c89ca0dbd73af77b68c48850117008','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-24-a003","village":"thon-2"}');
INSERT INTO journal VALUES(171,1795488693000,'2026-11-24','ticket-called','test',X'eda70c33bc015caaacdb0c88ccae04a70b7e33553f56b080e1e369e2c755dff4',X'bf6dee226afc86a87b8c046e1993a960cf44a06e7d8be94a120a8f05c01213ba','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-a003"}');
INSERT INTO journal VALUES(172,1795488713000,'2026-11-24','ticket-started','test',X'd0bb7e52e17f7501c541ac2e8eb6422bd289aa44455fb164eda6af9e7d8a221d',X'1120e132f0dec6c9c6ab4780f9b03a6548a1d84e9ace2fbadf690fcdd331eed6','{"ticket":"2026-11-24-a003"}');
INSERT INTO journal VALUES(173,1795489134000,'2026-11-24','ticket-finished','test',X'd0bb7e52e17f7501c541ac2e8eb6422bd289aa44455fb164eda6af9e7d8a221d',X'5c6402822c6dd9a7e20e11a369d8c9ee53500005234fd074b747c97321ee529c','{"ticket":"2026-11-24-a003"}');
INSERT INTO journal VALUES(174,1795489134000,'2026-11-24','assistance-recorded','test',X'7f183c4e6b45997ca9cebd1c78254e43edaee6e2a2fac233c1432d442742ce45',X'6ea56ede2c5c96994f5de9d7d58b30b7e2b1c5e30b6fff563d480397b74c7bf0','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":174,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795488713000,"ticket":"2026-11-24-a003","village":"thon-2"}}');
INSERT INTO journal VALUES(175,1795489504000,'2026-11-24','ticket-issued','test',X'613a878ebca899a6513771435b199dde2d47ce4a23cd4af36c6996a231569c93',X'216235d5e4aa71fd250afc25be4e9ed53e6d70004a0e0f159d98af2ac109501b','{"origin":"kiosk","priority":"elderly","service":"dat-dai","ticket":"2026-11-24-b004","village":"thon-3"}');
INSERT INTO journal VALUES(176,1795489504000,'2026-11-24','ticket-called','test',X'64a91eb22bbb89f33ce65fc22393eecf8e0283804de8331a592f23e7adce67c0',X'f626beaf4ff39dbccbe6c52c7b798e862e336b053ca0091820008cc0f08bfa98','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b004"}');
INSERT INTO journal VALUES(177,1795489524000,'2026-11-24','ticket-started','test',X'8f37e3f49c97554bea8f3d58911d88e4b36cdcaf82f2303e97383409ea983643',X'439cfe091b5e70945f52ffe05fb1e5c5029b7768e1f1eceb3d8f4cf9fdca00e8','{"ticket":"2026-11-24-b004"}');
INSERT INTO journal VALUES(178,1795490037000,'2026-11-24','ticket-finished','test',X'8f37e3f49c97554bea8f3d58911d88e4b36cdcaf82f2303e97383409ea983643',X'8f989c9d55f3d2f54522080fead1c69afd6ad83b2a8f6cef0cd550ab3578653d','{"ticket":"2026-11-24-b004"}');
INSERT INTO journal VALUES(179,1795490037000,'2026-11-24','assistance-recorded','test',X'e14041f357a2db2eee9f6380ee01fd99fe1cfd370ca1749324a81ab690cc9997',X'436de017b05ff55fc0799806660d48f83046a50427556570139b8a7cb652fddf','{"assistance":{"activities":[{"activity":"result-lookup","difficulties":[],"outcome":"done","platform":"dvcqg"}],"ageBand":"60-79","counter":"1","id":179,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795489524000,"ticket":"2026-11-24-b004","village":"thon-3"}}');
INSERT INTO journal VALUES(180,1795490037000,'2026-11-24','assistance-corrected','test',X'1bfb0f2ae6dcf0a1649fd78e7f398508d3e4789a96d13bcbcabf7376c09b580b',X'5408347392ac4207212e2abeb5237285429a7a4f25eafd5bd24abcec2fb7fbbd','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"1","id":180,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795489524000,"ticket":"2026-11-24-b004","village":"thon-3"},"original":179}');
INSERT INTO journal VALUES(181,1795492301000,'2026-11-24','ticket-issued','test',X'980ba3a12ff8b9e066c1e1bf0de441710568b322c36192e73c6a8354291dee6f',X'054bc8a01055fd1486d05d68fc31a182f6d74dd52d3031a0478b6980db98a98d','{"origin":"kiosk","service":"vneid","ticket":"2026-11-24-d003","village":"thon-3"}');
INSERT INTO journal VALUES(182,1795492301000,'2026-11-24','ticket-called','test',X'8f3577ae8e64abc9c3f16c4e24d86cbe28a0bdf92defdc6b528715bf7cd6c296',X'fd48b87cf81c40afb7cb9b904a92db3b2e0db68b00a8644f7d6040aa964b3442','{"counter":"2","member":"an","reason":"arrival","ticket":"2026-11-24-d003"}');
INSERT INTO journal VALUES(183,1795492301000,'2026-11-24','ticket-recalled','test',X'b7a3e227d8cafb16d9c2fb1f48ece8e95d90e98dbf2644541500e0f365e6147e',X'6d7e80eb53893257c86a192d56c7f323c571639a20a14ef93def44c1fb446950','{"ticket":"2026-11-24-d003"}');
INSERT INTO journal VALUES(184,1795492321000,'2026-11-24','ticket-started','test',X'b7a3e227d8cafb16d9c2fb1f48ece8e95d90e98dbf2644541500e0f365e6147e',X'd9afa4499636e962ecb8db8625eee2f1209ffc0113a6c9ef31dc936e5fa0e374','{"ticket":"2026-11-24-d003"}');
INSERT INTO journal VALUES(185,1795492844000,'2026-11-24','ticket-finished','test',X'b7a3e227d8cafb16d9c2fb1f48ece8e95d90e98dbf2644541500e0f365e6147e',X'fbffb62c19a2b1085b5489f89b9a97fa7c63e32183dbd6562c246dd5b16e966c','{"ticket":"2026-11-24-d003"}');
INSERT INTO journal VALUES(186,1795492844000,'2026-11-24','assistance-recorded','test',X'1baeb1cd4ef45ddc2448196de9fe540bb9cf30189c8e6f48cb82c5c6135bbb68',X'8c5750ed3d6f6d4e73a670b435005404e8ba60d8e0ce2615cd695d111ec71b4f','{"assistance":{"activities":[{"activity":"vneid-activation","difficulties":["uneven-skills"],"outcome":"done","platform":"vneid"}],"ageBand":"60-79","counter":"2","id":186,"member":"an","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795492321000,"ticket":"2026-11-24-d003","village":"thon-3"}}');
INSERT INTO journal VALUES(187,1795492844000,'2026-11-24','assistance-corrected','test',X'a68e8f0d274409898f7e612d817f8f59c751ded73a93a02636575964f4fc73ba',X'5a261dff32ab06d48e581ffe72d16f5af4f426bb6a6d7493d46c1d1d71177345','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"60-79","counter":"2","id":187,"member":"an","place":"centre","residence":"village","service":"vneid","sex":"female","startedAt":1795492321000,"ticket":"2026-11-24-d003","village":"thon-3"},"original":186}');
INSERT INTO journal VALUES(188,1795504311000,'2026-11-24','ticket-issued','test',X'9b8011e51b37672fc1eaaafa1c73da320dc30a7283ac726516bdb7ea82ea86f9',X'0381765519163c64b2f82a51ef4bc52e3522a744e92a4781b9b13b26a4d0a4d4','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b005","village":"thon-4"}');
INSERT INTO journal VALUES(189,1795504311000,'2026-11-24','ticket-called','test',X'd08e2b1a315601c36641c95f06ea9c5813e42998cb5eed205584295c156471c9',X'e0d5f61e6a6ac9111edc64f219afc8d848c59687e1bf4c5555db7581553e395b','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b005"}');
INSERT INTO journal VALUES(190,1795504331000,'2026-11-24','ticket-started','test',X'3a43f0793361e8440d560c5e6e75bd2d135c2483fa46d53b229e8754cf6653f5',X'0cbb0c7209f5d3440f83dd5fcecf2826d13e41b95b0a327da9cba9e7d8ac8fed','{"ticket":"2026-11-24-b005"}');
INSERT INTO journal VALUES(191,1795506293000,'2026-11-24','ticket-finished','test',X'3a43f0793361e8440d560c5e6e75bd2d135c2483fa46d53b229e8754cf6653f5',X'239083bc54e785d9a15fa3690c06968977be9ae0a875612f38c5d9894d128220','{"ticket":"2026-11-24-b005"}');
INSERT INTO journal VALUES(192,1795506293000,'2026-11-24','assistance-recorded','test',X'8681d16b37de0b79e8cd54dc05fe0af249cb6af6eca88d86f2ab1000a187c0e3',X'8490dc4e15a290eed45602e4b5cd1b5fd39c3da79155bfc00a508e3c10eb91eb','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"partial","outcome":"done","platform":"dvcqg"}],"ageBand":"18-34","counter":"1","id":192,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795504331000,"ticket":"2026-11-24-b005","village":"thon-4"}}');
INSERT INTO journal VALUES(193,1795506363000,'2026-11-24','ticket-issued','test',X'7b849d57176a34d87fc16758299124053c9336963338128716efc4bca2839136',X'714cdf39674c2604b8c2e823170904898d517e433b2d9666739c365a3b00a6f0','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-24-a004","village":"thon-2"}');
INSERT INTO journal VALUES(194,1795506363000,'2026-11-24','ticket-called','test',X'6d6922f11051e50d3b7dee10b38a324dbb930c04bb1cbe4cfe455ba828f18da7',X'5a975f1791921bc991642f29eb157d5440de7790774bec00314dabd82d22c8d1','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-a004"}');
INSERT INTO journal VALUES(195,1795506383000,'2026-11-24','ticket-started','test',X'ae1450b7bc577f9c163f42d6ebe6693669dabdab8e93013085b93465ef4eedd5',X'd79936defca286e6a4e3d37e1122d0a79e04b8b64aa43467a071e1fad5478f66','{"ticket":"2026-11-24-a004"}');
INSERT INTO journal VALUES(196,1795507591000,'2026-11-24','ticket-issued','test',X'ed8e70d06c1c1b9c93a270999c9e8d0d8a16e48211943833cbe675370cfbacb4',X'254c8bda3c27295e8907559acf0560c854416f9d73300bfb665b74449972ef28','{"origin":"kiosk","priority":"elderly","service":"dat-dai","ticket":"2026-11-24-b006","village":"thon-2"}');
INSERT INTO journal VALUES(197,1795507591000,'2026-11-24','ticket-called','test',X'001e093269193466a32ebc3a73685905ebae004938d8934806a38c18cea12be5',X'de7079370f5212de860206b6c1aafa71be0c2d7356d955b7f9827141f5a0d096','{"counter":"3","member":"binh","reason":"arrival","ticket":"2026-11-24-b006"}');
INSERT INTO journal VALUES(198,1795507611000,'2026-11-24','ticket-started','test',X'72b90729018249be0b29a0584e3ea0e442209595c9b0e10f2698964d8efdb5f7',X'4620ef2b1c2e59cbdae9047b80236e8533123be3d4d2188d2e215ad6b645dc92','{"ticket":"2026-11-24-b006"}');
INSERT INTO journal VALUES(199,1795508169000,'2026-11-24','ticket-finished','test',X'72b90729018249be0b29a0584e3ea0e442209595c9b0e10f2698964d8efdb5f7',X'9790ad28b3f86981d134d3108744a977c89318fd3b0ef2ad88712ad56f031606','{"ticket":"2026-11-24-b006"}');
INSERT INTO journal VALUES(200,1795508169000,'2026-11-24','assistance-recorded','test',X'd731917ff9aab6b2e793bded5bb412b4c8142c593f7fe632e4a0eecb3c6aa3f8',X'd124bebce9d6857e58829924d9942afb7df05ee842085dac6e2979b000245081','{"assistance":{"activities":[{"activity":"online-service","difficulties":["sim-not-own-name"],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"60-79","counter":"3","id":200,"member":"binh","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795507611000,"ticket":"2026-11-24-b006","village":"thon-2"}}');
INSERT INTO journal VALUES(201,1795508354000,'2026-11-24','ticket-finished','test',X'ae1450b7bc577f9c163f42d6ebe6693669dabdab8e93013085b93465ef4eedd5',X'bb99fd5b456e380eb98e7e26bc860c3f471d27437eea1cc2a441a793ba4e6ad0','{"ticket":"2026-11-24-a004"}');
INSERT INTO journal VALUES(202,1795508354000,'2026-11-24','assistance-recorded','test',X'4921ac8695898c999be73156e51a98f5cda7db91116e4a63e65c06c09f7c2923',X'12af9c70c673384f9dbe2b56ced297e76d842b77151b1c0d54a5dbd8625cd2e7','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":[],"outcome":"done","platform":"vneid"}],"ageBand":"18-34","counter":"1","id":202,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795506383000,"ticket":"2026-11-24-a004","village":"thon-2"}}');
INSERT INTO journal VALUES(203,1795509268000,'2026-11-24','ticket-issued','test',X'eb3152a15820ddd09e6e47c99c0ff315c460d633a4d7cbf52fc761db6827f085',X'84eb2b11de8bf966fbb7813d2c06ad9da8fa128be6226306218525a5c41ddf54','{"origin":"kiosk","service":"ho-tich","ticket":"2026-11-24-a005","village":"thon-3"}');
INSERT INTO journal VALUES(204,1795509268000,'2026-11-24','ticket-called','test',X'a43956eee3634bb950338a262bab310a0177c7a5d1c9216fa19228020cdf4277',X'be4a0e3c613f4a2a8d7c21839a1376d28448d6184babf0338b75abd4fe89f548','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(205,1795509268000,'2026-11-24','call-undone','test',X'dae166f8916aaf3e22b30ef55b2e25f0e4a6d46f17e1c0c0ae78bd7013c94ab7',X'28093227461039c4e1f08afdf135a6d7ffb4583d851a3094248f4036fbd8c044','{"previous":{},"ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(206,1795509268000,'2026-11-24','ticket-called','test',X'a43956eee3634bb950338a262bab310a0177c7a5d1c9216fa19228020cdf4277',X'a18fb62d93c805458a29eff35de798c8a5be314aee2b2d9c36a1a7ebda039cbc','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(207,1795509268000,'2026-11-24','ticket-recalled','test',X'6505e7259e77e908beaca5c6ad24aecb0b7efaaa5c997259c23c9a1e28870b8c',X'270d062e89db83be2f606e8e1eb5b1b6088f96961cef71fabf9e3f21684d6172','{"ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(208,1795509288000,'2026-11-24','ticket-started','test',X'6505e7259e77e908beaca5c6ad24aecb0b7efaaa5c997259c23c9a1e28870b8c',X'80ad9ea87cbee649a3e736d8837af69578c5e9842126bcc345383ec211a92dd4','{"ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(209,1795509757000,'2026-11-24','ticket-finished','test',X'6505e7259e77e908beaca5c6ad24aecb0b7efaaa5c997259c23c9a1e28870b8c',X'6dad00b65e572e4c252519ae9b4a5af0e67d9b1bcbee80b0c353532839bad6d5','{"ticket":"2026-11-24-a005"}');
INSERT INTO journal VALUES(210,1795509757000,'2026-11-24','assistance-recorded','test',X'fdea8976c2f6f91cc83c146c93069133131bfb44f17be3867a0998e4de1dbfd6',X'09d4ef57f8ed3bb2d1c3b3b15b9654382bf7e5522128f7c4549ac0af482a4314','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"partial","outcome":"done","platform":"dvcqg"}],"ageBand":"18-34","counter":"1","id":210,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795509288000,"ticket":"2026-11-24-a005","village":"thon-3"}}');
INSERT INTO journal VALUES(211,1795509757000,'2026-11-24','assistance-corrected','test',X'da3fe37e1feb541247153fb45b92197dac2987b64dc0d8bac4727342f015ba98',X'3306c496b486a76e8552c0dc8dda26be617426c91a3c42178a7f13cec728fb9d','{"assistance":{"activities":[{"activity":"vneid-use","difficulties":["network-fault"],"outcome":"done"}],"ageBand":"18-34","counter":"1","id":211,"member":"an","place":"centre","residence":"village","service":"ho-tich","sex":"female","startedAt":1795509288000,"ticket":"2026-11-24-a005","village":"thon-3"},"original":210}');
INSERT INTO journal VALUES(212,1795509761000,'2026-11-24','ticket-issued','test',X'44f10d08fa9e75146636d6fc4d5d984803a17dbcfbedb6049f8bc83fc9057493',X'9dd215b3587bfe19cd66542f04ed5e73237ad4164840c76dc26cd7bf50763c62','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b007","village":"thon-2"}');
INSERT INTO journal VALUES(213,1795509761000,'2026-11-24','ticket-called','test',X'89643981162192a11ecf165f534fd558a62175ee98f569580a954bd8d97b3a3e',X'979d6fda165470dfca9ea0e0b402595052643fd9b5ada78fcaf335f9c1384883','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b007"}');
INSERT INTO journal VALUES(214,1795509781000,'2026-11-24','ticket-started','test',X'76a105ee37ecc7e2e405c479c146a70bbedba8e90a72ebf4ba347d532d8d81b4',X'20f7cd3aebf82634af4e4868f617f051c4b0aaa7d0759fe98a2af36bd5fdefa5','{"ticket":"2026-11-24-b007"}');
INSERT INTO journal VALUES(215,1795510384000,'2026-11-24','ticket-finished','test',X'76a105ee37ecc7e2e405c479c146a70bbedba8e90a72ebf4ba347d532d8d81b4',X'6b3693c3351a925ae77a9e9c8e544792762a0b0097a436c98e220a0720de63be','{"ticket":"2026-11-24-b007"}');
INSERT INTO journal VALUES(216,1795510384000,'2026-11-24','assistance-recorded','test',X'0a50a560fc69b6b63082a1ee7412a62ef9e78119eb2ac7119e440b3fa537f74f',X'951af41ff3300a64b2a9f09115ebe7003c5df1df44afa901ef2fa2dbea740614','{"assistance":{"activities":[{"activity":"online-service","difficulties":[],"level":"full","outcome":"done","platform":"dvcqg"}],"ageBand":"35-59","counter":"1","id":216,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"male","startedAt":1795509781000,"ticket":"2026-11-24-b007","village":"thon-2"}}');
INSERT INTO journal VALUES(217,1795510691000,'2026-11-24','ticket-issued','test',X'6bccc0434da65ee1b90a1e5631df7c6e7cce7d951539dd3b5b213e8ed4a80b60',X'33b033224cedd5f035a9c3fb2e3638799931f8e7db5e1207244b61201571e740','{"origin":"kiosk","service":"dat-dai","ticket":"2026-11-24-b008","village":"thon-1"}');
INSERT INTO journal VALUES(218,1795510691000,'2026-11-24','ticket-called','test',X'65b533f6b004ad8873a11a6942d033cbeaab9e95f2dd051794ff7b3af57e94d9',X'6a81998d3d1b0e47564ba54dfd826df91fdb8306c8d77d66bbc092913b438b57','{"counter":"1","member":"an","reason":"arrival","ticket":"2026-11-24-b008"}');
INSERT INTO journal VALUES(219,1795510711000,'2026-11-24','ticket-started','test',X'0287948f88e83f604a6fb969933e8b95390173f760b3f32574650a038bc7f753',X'b73e17e1990a5223f8aa5ea78f1f8b692e513c45ab596c0663d83d7bdccacb90','{"ticket":"2026-11-24-b008"}');
INSERT INTO journal VALUES(220,1795511422000,'2026-11-24','ticket-finished','test',X'0287948f88e83f604a6fb969933e8b95390173f760b3f32574650a038bc7f753',X'65263517ac362c504c62da1159a63b628fa033b65b3d16defc8133c9179137e2','{"ticket":"2026-11-24-b008"}');
INSERT INTO journal VALUES(221,1795511422000,'2026-11-24','assistance-recorded','test',X'90915b21acf55a36d21bfc4ae807e483b0349640106b25e215c6ddf514f09201',X'ea2895094660be434e60c5ce9d60c9670a4bbeb8b4279aa8494535e6b2518375','{"assistance":{"activities":[{"activity":"info-lookup","difficulties":[],"outcome":"done"}],"ageBand":"35-59","counter":"1","id":221,"member":"an","place":"centre","residence":"village","service":"dat-dai","sex":"female","startedAt":1795510711000,"ticket":"2026-11-24-b008","village":"thon-1"}}');
INSERT INTO journal VALUES(222,1795511422000,'2026-11-24','counter-closed','test',X'e1ef0b00118f208daa2d188ab147a98485baa77d180450f311049ba08d36e177',X'8e4db4c943a19910d57039da23f297cf0c953c521de251d9e1c4a0053d7d945c','{"counter":"1"}');
INSERT INTO journal VALUES(223,1795511422000,'2026-11-24','counter-closed','test',X'c285be8430c32004f55161c8e5ebc07f19b655a485cd8d6c091b71dfb774bd17',X'1c07de06fe5e9353c6bbcaf3256af326979b8001d78f2032f7a97a340cce46ae','{"counter":"2"}');
INSERT INTO journal VALUES(224,1795511422000,'2026-11-24','counter-closed','test',X'7fec298dc2e8d1805e428bcd12206226e0ba8d236d94545229efccdaa8253ca7',X'6fa214f2d2208499e8abe5e084d3e375999106219d590556659839fee1457e12','{"counter":"3"}');
INSERT INTO journal VALUES(225,1795525200000,'2026-11-24','ticket-issued','test',X'c43e5318c50b95fec110287d03b3f03f2312a4b80154b516687616707be97bbc',X'61bceb3f69e0c00120ce0d63528348ad45cdefec35ceee23d94564e7cbe2b963','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-24-d004","village":"thon-1"}');
INSERT INTO journal VALUES(226,1795525200000,'2026-11-24','ticket-issued','test',X'ee8751b1b0bb46b401c4c32f5991b63e85402531608c7d53a0ecb61c48181c1a',X'22b6aea27bec346e486210fc160070073a1a4ececb320e14e5fdf3bf42d4b94c','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-24-d005","village":"thon-1"}');
INSERT INTO journal VALUES(227,1795525200000,'2026-11-24','ticket-issued','test',X'2d7ec7e54f5f0e9f6ef67209d12e5dcd78f985a30fa99bf6bf0a772521af65e0',X'bfe4750b0bd1310476661b7cb0967fbb7bce8ab79cff06bbc7ee93ac4f969fca','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-24-d006","village":"thon-1"}');
INSERT INTO journal VALUES(228,1795525200000,'2026-11-24','ticket-issued','test',X'1bab04053cfb5d2c7455890590dc4d4f8cb8f733eef805664919988ed37fda15',X'8cf53fb77abe8a8fa15ea56f1d5011de96cf5b3143da9b0671264377f8ff23df','{"origin":"api","priority":"elderly","service":"vneid","ticket":"2026-11-24-d007","village":"thon-1"}');
INSERT INTO journal VALUES(229,1795525200000,'2026-11-24','ticket-cancelled','test',X'65033d98a7a58cb0cd7ecbd1d5a0827d1ea535a7f69b534717939b5751edc1d0',X'3907295ee139301c40ad2b0b2b154ec605e3decbd455a55a443615f384d9f8fc','{"ticket":"2026-11-24-d007"}');
INSERT INTO journal VALUES(230,1795525200000,'2026-11-24','counter-opened','test',X'9848fddcc6b76f75e1d9e37a78937a2600d24df51e10dfedabbcda7637e36513',X'ecb1ef7417de22bb2da8c86498549ade949afab57357831cce380b2dafd74a00','{"counter":"2","services":["vneid"]}');
INSERT INTO journal VALUES(231,1795525200000,'2026-11-24','counter-opened','test',X'1f0bb5082cebff7807b89e8b3310aef8c72f833bd3efdd814bced7b03cf2ba2f',X'5438d54fac802fc928213c66db17e953683d0672747ea1e6e11c3d11161eb33b','{"counter":"3","services":["ho-tich","dat-dai","vneid"]}');
INSERT INTO journal VALUES(232,1795525200000,'2026-11-24','ticket-called','test',X'69761d8d05c341601e5b76de3e558e958cb4c1661f68e6fba46138051ce0591c',X'80a38586f3c11fbddfd589e1df18c3a12c65e13eb3e29a1baefd75d57f4259ef','{"counter":"3","reason":"arrival","ticket":"2026-11-24-d004"}');
INSERT INTO journal VALUES(233,1795525200000,'2026-11-24','ticket-transferred','test',X'2e21c85c3f993985db1420798cc15767dac3b076a0e6d3c62e1b5baca8db5881',X'b78574f339c6e5b41cdf5d3c6f8538bea093769b219a0ce2c47a3239931dbad5','{"counter":"2","ticket":"2026-11-24-d004"}');
INSERT INTO journal VALUES(234,1795525200000,'2026-11-24','ticket-released','test',X'0aa6225d4b24ca9374c33ca41285abb373fa7226cfb59d0f2d56c8e8a620b1a1',X'6234063da3d8b8bb612de5d93b81bb9904c0059a6ebdf166e4ea99a402ad2bcb','{"ticket":"2026-11-24-d004"}');
INSERT INTO journal VALUES(235,1795525200000,'2026-11-24','counter-closed','test',X'c285be8430c32004f55161c8e5ebc07f19b655a485cd8d6c091b71dfb774bd17',X'7f59343a6c2a71be1730939749519ca5d88d88aab22eefebe441b7d684a3727f','{"counter":"2"}');
INSERT INTO journal VALUES(236,1795525200000,'2026-11-24','counter-opened','test',X'9848fddcc6b76f75e1d9e37a78937a2600d24df51e10dfedabbcda7637e36513',X'edcfc59ce8c2ae9f528482c13526c64da321a7142115812a1e7e44803d5d2b8b','{"counter":"2","services":["vneid"]}');
INSERT INTO journal VALUES(237,1795525200000,'2026-11-24','ticket-called','test',X'4979a823e26e3304432683bcf580da4ac92ff8372119ef54003eae6306f3f2c9',X'60ba7d842abb0c3d94920505114fb97354f1ec481e60e4e156de701dbba3d1e9','{"counter":"2","reason":"arrival","ticket":"2026-11-24-d004"}');
CREATE TABLE remark(
  seq INTEGER PRIMARY KEY REFERENCES journal(seq),
  text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 200)
) STRICT;
INSERT INTO remark VALUES(53,'Ghi nhầm việc');
INSERT INTO remark VALUES(63,'Ghi nhầm việc');
INSERT INTO remark VALUES(81,'Ghi nhầm việc');
INSERT INTO remark VALUES(114,'Hết giờ');
INSERT INTO remark VALUES(161,'Ghi nhầm việc');
INSERT INTO remark VALUES(180,'Ghi nhầm việc');
INSERT INTO remark VALUES(187,'Ghi nhầm việc');
INSERT INTO remark VALUES(211,'Ghi nhầm việc');
INSERT INTO remark VALUES(229,'Hết giờ');
CREATE TABLE service_day(
  day TEXT NOT NULL PRIMARY KEY CHECK (length(day) = 10),
  opened_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO service_day VALUES('2026-11-23',1795395600000);
INSERT INTO service_day VALUES('2026-11-24',1795483272000);
CREATE TABLE member(
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  team TEXT NOT NULL,
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_until TEXT CHECK (length(valid_until) = 10)
) STRICT, WITHOUT ROWID;
INSERT INTO member VALUES('an','Cô an','digital-team','1970-01-01',NULL);
INSERT INTO member VALUES('binh','Cô binh','digital-team','1970-01-01',NULL);
CREATE TABLE village(
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL CHECK (length(name) > 0),
  valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
  valid_until TEXT CHECK (length(valid_until) = 10)
) STRICT, WITHOUT ROWID;
INSERT INTO village VALUES('thon-1','Thôn 1','1970-01-01',NULL);
INSERT INTO village VALUES('thon-2','Thôn 2','1970-01-01',NULL);
INSERT INTO village VALUES('thon-3','Thôn 3','1970-01-01',NULL);
INSERT INTO village VALUES('thon-4','Thôn 4','1970-01-01',NULL);
CREATE TABLE counter(
  id TEXT NOT NULL PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('open', 'paused', 'closed')),
  member TEXT REFERENCES member(id),
  services TEXT NOT NULL CHECK (json_valid(services)),
  normals_since_priority INTEGER NOT NULL CHECK (normals_since_priority >= 0),
  undoable TEXT CHECK (undoable IS NULL OR json_valid(undoable)),
  CHECK (state <> 'closed' OR (member IS NULL AND undoable IS NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO counter VALUES('1','closed',NULL,'["ho-tich","dat-dai"]',5,NULL);
INSERT INTO counter VALUES('2','open',NULL,'["vneid"]',0,'{"at":1795525200000,"normalsBefore":1,"previous":{"announcedAt":1795525200000,"calledAt":1795525200000,"counter":"3","reason":"arrival"},"ticket":225}');
INSERT INTO counter VALUES('3','open',NULL,'["ho-tich","dat-dai","vneid"]',0,NULL);
CREATE TABLE counter_session(
  id INTEGER PRIMARY KEY,
  counter TEXT NOT NULL REFERENCES counter(id),
  member TEXT REFERENCES member(id),
  opened_at INTEGER NOT NULL,
  closed_at INTEGER
) STRICT;
INSERT INTO counter_session VALUES(1,'1','an',1795396670000,1795422524000);
INSERT INTO counter_session VALUES(2,'2','binh',1795396670000,1795422524000);
INSERT INTO counter_session VALUES(3,'3','an',1795396670000,1795422524000);
INSERT INTO counter_session VALUES(4,'2',NULL,1795438800000,1795438800000);
INSERT INTO counter_session VALUES(5,'3',NULL,1795438800000,1795483272000);
INSERT INTO counter_session VALUES(6,'2',NULL,1795438800000,1795483272000);
INSERT INTO counter_session VALUES(7,'1','an',1795483272000,1795511422000);
INSERT INTO counter_session VALUES(8,'2','an',1795483272000,1795511422000);
INSERT INTO counter_session VALUES(9,'3','binh',1795483272000,1795511422000);
INSERT INTO counter_session VALUES(10,'2',NULL,1795525200000,1795525200000);
INSERT INTO counter_session VALUES(11,'3',NULL,1795525200000,NULL);
INSERT INTO counter_session VALUES(12,'2',NULL,1795525200000,NULL);
CREATE TABLE line(
  service_day TEXT NOT NULL REFERENCES service_day(day),
  service TEXT NOT NULL,
  issued INTEGER NOT NULL CHECK (issued >= 0),
  waiting INTEGER NOT NULL CHECK (waiting >= 0),
  PRIMARY KEY (service_day, service)
) STRICT, WITHOUT ROWID;
INSERT INTO line VALUES('2026-11-23','dat-dai',5,0);
INSERT INTO line VALUES('2026-11-23','ho-tich',5,0);
INSERT INTO line VALUES('2026-11-23','vneid',10,0);
INSERT INTO line VALUES('2026-11-24','dat-dai',8,0);
INSERT INTO line VALUES('2026-11-24','ho-tich',5,0);
INSERT INTO line VALUES('2026-11-24','vneid',7,2);
CREATE TABLE ticket(
  arrival INTEGER PRIMARY KEY,
  service_day TEXT NOT NULL REFERENCES service_day(day),
  series TEXT NOT NULL CHECK (length(series) = 1 AND series BETWEEN 'A' AND 'Z'),
  number INTEGER NOT NULL CHECK (number >= 1),
  service TEXT NOT NULL,
  priority TEXT,
  village TEXT REFERENCES village(id),
  origin TEXT NOT NULL CHECK (origin IN ('kiosk', 'console', 'cli', 'api', 'paper')),
  issued_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'called', 'serving', 'parked', 'finished', 'no-show', 'cancelled', 'expired')),
  directed_to TEXT REFERENCES counter(id),
  called_at INTEGER,
  started_at INTEGER,
  finished_at INTEGER,
  announced_at INTEGER,
  announced_seq INTEGER,
  due_at INTEGER,
  recalls INTEGER NOT NULL CHECK (recalls >= 0),
  counter TEXT REFERENCES counter(id),
  member TEXT REFERENCES member(id),
  reason TEXT CHECK (reason IN ('arrival', 'priority-turn', 'priority-first', 'max-wait', 'staff-choice')),
  end_reason TEXT,
  UNIQUE (service_day, series, number),
  CHECK (state NOT IN ('called', 'serving', 'finished', 'no-show')
    OR (counter IS NOT NULL AND called_at IS NOT NULL AND reason IS NOT NULL)),
  CHECK (state NOT IN ('serving', 'finished') OR started_at IS NOT NULL),
  CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
  CHECK ((state = 'parked') = (due_at IS NOT NULL)),
  CHECK ((state = 'expired') = (end_reason IS NOT NULL))
) STRICT;
INSERT INTO ticket VALUES(12,'2026-11-23','A',1,'ho-tich','elderly','thon-3','kiosk',1795396670000,'finished',NULL,1795396670000,1795396690000,1795397138000,1795396670000,13,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(17,'2026-11-23','A',2,'ho-tich','elderly','thon-4','kiosk',1795397298000,'finished',NULL,1795397298000,1795397318000,1795397971000,1795397298000,18,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(22,'2026-11-23','D',1,'vneid',NULL,'thon-3','kiosk',1795398053000,'finished',NULL,1795398053000,1795398073000,1795398533000,1795398053000,25,NULL,0,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(29,'2026-11-23','D',2,'vneid',NULL,'thon-1','kiosk',1795398621000,'finished',NULL,1795398621000,1795398641000,1795399020000,1795398621000,30,NULL,0,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(34,'2026-11-23','B',1,'dat-dai',NULL,'thon-2','kiosk',1795399704000,'finished',NULL,1795399704000,1795399724000,1795400732000,1795399704000,35,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(37,'2026-11-23','A',3,'ho-tich',NULL,'thon-3','kiosk',1795400286000,'finished',NULL,1795400286000,1795400306000,1795400657000,1795400286000,38,NULL,0,'3','an','arrival',NULL);
INSERT INTO ticket VALUES(44,'2026-11-23','D',3,'vneid','elderly','thon-1','kiosk',1795400867000,'finished',NULL,1795401767000,1795401787000,1795402142000,1795401767000,49,NULL,1,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(54,'2026-11-23','D',4,'vneid','elderly','thon-3','kiosk',1795402315000,'finished',NULL,1795402315000,1795402335000,1795402642000,1795402315000,55,NULL,0,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(57,'2026-11-23','D',5,'vneid',NULL,'thon-3','kiosk',1795402422000,'finished',NULL,1795403442000,1795403462000,1795404033000,1795403442000,67,NULL,1,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(69,'2026-11-23','B',2,'dat-dai',NULL,'thon-4','kiosk',1795403813000,'finished',NULL,1795403813000,1795403833000,1795405345000,1795403813000,70,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(74,'2026-11-23','A',4,'ho-tich',NULL,'thon-3','kiosk',1795404754000,'finished',NULL,1795404754000,1795404774000,1795405632000,1795404754000,75,NULL,0,'3','an','arrival',NULL);
INSERT INTO ticket VALUES(82,'2026-11-23','B',3,'dat-dai',NULL,'thon-3','kiosk',1795416839000,'finished',NULL,1795416839000,1795416859000,1795418974000,1795416839000,83,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(87,'2026-11-23','B',4,'dat-dai',NULL,'thon-4','kiosk',1795419581000,'finished',NULL,1795419581000,1795419601000,1795420114000,1795419581000,88,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(92,'2026-11-23','B',5,'dat-dai','elderly','thon-1','kiosk',1795421235000,'finished',NULL,1795421235000,1795421255000,1795422524000,1795421235000,93,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(95,'2026-11-23','A',5,'ho-tich',NULL,'thon-1','kiosk',1795421299000,'finished',NULL,1795421299000,1795421319000,1795422350000,1795421299000,96,NULL,0,'3','an','arrival',NULL);
INSERT INTO ticket VALUES(97,'2026-11-23','D',6,'vneid','elderly','thon-2','kiosk',1795421318000,'finished',NULL,1795421318000,1795421338000,1795422221000,1795421318000,98,NULL,0,'2','binh','arrival',NULL);
INSERT INTO ticket VALUES(110,'2026-11-23','D',7,'vneid','elderly','thon-1','api',1795438800000,'expired',NULL,1795438800000,NULL,NULL,1795438800000,122,NULL,0,'2',NULL,'arrival','day-end');
INSERT INTO ticket VALUES(111,'2026-11-23','D',8,'vneid','elderly','thon-1','api',1795438800000,'expired',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'day-end');
INSERT INTO ticket VALUES(112,'2026-11-23','D',9,'vneid','elderly','thon-1','api',1795438800000,'expired',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,'day-end');
INSERT INTO ticket VALUES(113,'2026-11-23','D',10,'vneid','elderly','thon-1','api',1795438800000,'cancelled',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(130,'2026-11-24','B',1,'dat-dai',NULL,'thon-1','kiosk',1795483272000,'finished',NULL,1795483272000,1795483292000,1795483742000,1795483272000,131,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(133,'2026-11-24','A',1,'ho-tich',NULL,'thon-3','kiosk',1795483429000,'finished',NULL,1795483429000,1795483449000,1795484167000,1795483429000,134,NULL,0,'3','binh','arrival',NULL);
INSERT INTO ticket VALUES(140,'2026-11-24','D',1,'vneid','elderly','thon-3','kiosk',1795485424000,'finished',NULL,1795486984000,1795487004000,1795487440000,1795486984000,157,NULL,0,'2','an','arrival',NULL);
INSERT INTO ticket VALUES(143,'2026-11-24','D',2,'vneid',NULL,'thon-2','kiosk',1795485688000,'finished',NULL,1795485778000,1795485798000,1795486268000,1795485778000,147,NULL,0,'2','an','arrival',NULL);
INSERT INTO ticket VALUES(149,'2026-11-24','B',2,'dat-dai',NULL,'thon-4','kiosk',1795486000000,'finished',NULL,1795486000000,1795486020000,1795486758000,1795486000000,150,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(162,'2026-11-24','B',3,'dat-dai',NULL,NULL,'kiosk',1795487630000,'no-show',NULL,1795487630000,NULL,NULL,1795487630000,163,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(165,'2026-11-24','A',2,'ho-tich',NULL,NULL,'kiosk',1795487800000,'finished',NULL,1795487800000,1795487820000,1795488262000,1795487800000,166,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(170,'2026-11-24','A',3,'ho-tich',NULL,'thon-2','kiosk',1795488693000,'finished',NULL,1795488693000,1795488713000,1795489134000,1795488693000,171,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(175,'2026-11-24','B',4,'dat-dai','elderly','thon-3','kiosk',1795489504000,'finished',NULL,1795489504000,1795489524000,1795490037000,1795489504000,176,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(181,'2026-11-24','D',3,'vneid',NULL,'thon-3','kiosk',1795492301000,'finished',NULL,1795492301000,1795492321000,1795492844000,1795492301000,183,NULL,1,'2','an','arrival',NULL);
INSERT INTO ticket VALUES(188,'2026-11-24','B',5,'dat-dai',NULL,'thon-4','kiosk',1795504311000,'finished',NULL,1795504311000,1795504331000,1795506293000,1795504311000,189,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(193,'2026-11-24','A',4,'ho-tich',NULL,'thon-2','kiosk',1795506363000,'finished',NULL,1795506363000,1795506383000,1795508354000,1795506363000,194,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(196,'2026-11-24','B',6,'dat-dai','elderly','thon-2','kiosk',1795507591000,'finished',NULL,1795507591000,1795507611000,1795508169000,1795507591000,197,NULL,0,'3','binh','arrival',NULL);
INSERT INTO ticket VALUES(203,'2026-11-24','A',5,'ho-tich',NULL,'thon-3','kiosk',1795509268000,'finished',NULL,1795509268000,1795509288000,1795509757000,1795509268000,207,NULL,1,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(212,'2026-11-24','B',7,'dat-dai',NULL,'thon-2','kiosk',1795509761000,'finished',NULL,1795509761000,1795509781000,1795510384000,1795509761000,213,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(217,'2026-11-24','B',8,'dat-dai',NULL,'thon-1','kiosk',1795510691000,'finished',NULL,1795510691000,1795510711000,1795511422000,1795510691000,218,NULL,0,'1','an','arrival',NULL);
INSERT INTO ticket VALUES(225,'2026-11-24','D',4,'vneid','elderly','thon-1','api',1795525200000,'called',NULL,1795525200000,NULL,NULL,1795525200000,237,NULL,0,'2',NULL,'arrival',NULL);
INSERT INTO ticket VALUES(226,'2026-11-24','D',5,'vneid','elderly','thon-1','api',1795525200000,'waiting',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(227,'2026-11-24','D',6,'vneid','elderly','thon-1','api',1795525200000,'waiting',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
INSERT INTO ticket VALUES(228,'2026-11-24','D',7,'vneid','elderly','thon-1','api',1795525200000,'cancelled',NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL,NULL,NULL,NULL);
CREATE TABLE ticket_token(
  token TEXT NOT NULL PRIMARY KEY,
  ticket INTEGER NOT NULL UNIQUE REFERENCES ticket(arrival)
) STRICT, WITHOUT ROWID;
INSERT INTO ticket_token VALUES('10657249952096857713-1412973471628610721',212);
INSERT INTO ticket_token VALUES('11048589602930709708-7661706730582135451',133);
INSERT INTO ticket_token VALUES('11048976483714327048',227);
INSERT INTO ticket_token VALUES('11262318751812682024-8560347194962957579',170);
INSERT INTO ticket_token VALUES('12269697582814042004-13614582668609752617',162);
INSERT INTO ticket_token VALUES('13123799544587949623-12317867759577774686',140);
INSERT INTO ticket_token VALUES('13568647157685842241-8918450789928386467',217);
INSERT INTO ticket_token VALUES('13746659848414399006-9782230104584657923',143);
INSERT INTO ticket_token VALUES('16035934649946449073-15691416698923387944',203);
INSERT INTO ticket_token VALUES('16744757764282651067',228);
INSERT INTO ticket_token VALUES('17677708696662151790-15396033831266074217',181);
INSERT INTO ticket_token VALUES('18305287181776797359-13365144901947642999',196);
INSERT INTO ticket_token VALUES('18387216203856158471-2795036519975653763',130);
INSERT INTO ticket_token VALUES('2720910001207609294-18302755154917027214',175);
INSERT INTO ticket_token VALUES('3882582100364093899-9463291097221810397',193);
INSERT INTO ticket_token VALUES('4733016517444961515-7385646101215161522',165);
INSERT INTO ticket_token VALUES('585810041025243889',225);
INSERT INTO ticket_token VALUES('6925265901217555286-13879865039055955526',188);
INSERT INTO ticket_token VALUES('831399563624616057-9946288906588658096',149);
INSERT INTO ticket_token VALUES('9045622818970109031',226);
CREATE TABLE print_job(
  id INTEGER PRIMARY KEY,
  ticket INTEGER NOT NULL REFERENCES ticket(arrival),
  copy INTEGER NOT NULL CHECK (copy >= 1),
  state TEXT NOT NULL CHECK (state IN ('pending', 'printing', 'printed', 'uncertain', 'skipped', 'failed')),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  changed_at INTEGER NOT NULL,
  detail TEXT,
  UNIQUE (ticket, copy),
  CHECK (state NOT IN ('failed', 'skipped', 'uncertain') OR detail IS NOT NULL)
) STRICT;
INSERT INTO print_job VALUES(1,12,1,'pending',0,1795396670000,NULL);
INSERT INTO print_job VALUES(2,17,1,'pending',0,1795397298000,NULL);
INSERT INTO print_job VALUES(3,22,1,'pending',0,1795398053000,NULL);
INSERT INTO print_job VALUES(4,29,1,'pending',0,1795398621000,NULL);
INSERT INTO print_job VALUES(5,34,1,'pending',0,1795399704000,NULL);
INSERT INTO print_job VALUES(6,37,1,'pending',0,1795400286000,NULL);
INSERT INTO print_job VALUES(7,44,1,'pending',0,1795400867000,NULL);
INSERT INTO print_job VALUES(8,54,1,'pending',0,1795402315000,NULL);
INSERT INTO print_job VALUES(9,57,1,'pending',0,1795402422000,NULL);
INSERT INTO print_job VALUES(10,69,1,'pending',0,1795403813000,NULL);
INSERT INTO print_job VALUES(11,74,1,'pending',0,1795404754000,NULL);
INSERT INTO print_job VALUES(12,82,1,'pending',0,1795416839000,NULL);
INSERT INTO print_job VALUES(13,87,1,'pending',0,1795419581000,NULL);
INSERT INTO print_job VALUES(14,92,1,'pending',0,1795421235000,NULL);
INSERT INTO print_job VALUES(15,95,1,'pending',0,1795421299000,NULL);
INSERT INTO print_job VALUES(16,97,1,'pending',0,1795421318000,NULL);
INSERT INTO print_job VALUES(17,110,1,'pending',0,1795438800000,NULL);
INSERT INTO print_job VALUES(18,111,1,'pending',0,1795438800000,NULL);
INSERT INTO print_job VALUES(19,112,1,'pending',0,1795438800000,NULL);
INSERT INTO print_job VALUES(20,113,1,'pending',0,1795438800000,NULL);
INSERT INTO print_job VALUES(21,130,1,'pending',0,1795483272000,NULL);
INSERT INTO print_job VALUES(22,133,1,'pending',0,1795483429000,NULL);
INSERT INTO print_job VALUES(23,140,1,'pending',0,1795485424000,NULL);
INSERT INTO print_job VALUES(24,143,1,'pending',0,1795485688000,NULL);
INSERT INTO print_job VALUES(25,149,1,'pending',0,1795486000000,NULL);
INSERT INTO print_job VALUES(26,162,1,'pending',0,1795487630000,NULL);
INSERT INTO print_job VALUES(27,165,1,'pending',0,1795487800000,NULL);
INSERT INTO print_job VALUES(28,170,1,'pending',0,1795488693000,NULL);
INSERT INTO print_job VALUES(29,175,1,'pending',0,1795489504000,NULL);
INSERT INTO print_job VALUES(30,181,1,'pending',0,1795492301000,NULL);
INSERT INTO print_job VALUES(31,188,1,'pending',0,1795504311000,NULL);
INSERT INTO print_job VALUES(32,193,1,'pending',0,1795506363000,NULL);
INSERT INTO print_job VALUES(33,196,1,'pending',0,1795507591000,NULL);
INSERT INTO print_job VALUES(34,203,1,'pending',0,1795509268000,NULL);
INSERT INTO print_job VALUES(35,212,1,'pending',0,1795509761000,NULL);
INSERT INTO print_job VALUES(36,217,1,'pending',0,1795510691000,NULL);
INSERT INTO print_job VALUES(37,225,1,'pending',0,1795525200000,NULL);
INSERT INTO print_job VALUES(38,226,1,'pending',0,1795525200000,NULL);
INSERT INTO print_job VALUES(39,227,1,'pending',0,1795525200000,NULL);
INSERT INTO print_job VALUES(40,228,1,'pending',0,1795525200000,NULL);
CREATE TABLE assistance(
  id INTEGER PRIMARY KEY,
  ticket INTEGER REFERENCES ticket(arrival),
  service_day TEXT NOT NULL CHECK (length(service_day) = 10),
  service TEXT,
  member TEXT REFERENCES member(id),
  counter TEXT REFERENCES counter(id),
  place TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
  village TEXT REFERENCES village(id),
  residence TEXT CHECK (residence IN ('village', 'other-commune', 'other-province')),
  age_band TEXT NOT NULL CHECK (age_band IN ('under-18', '18-34', '35-59', '60-79', '80-plus', 'unknown')),
  sex TEXT,
  note TEXT CHECK (length(note) <= 200),
  corrected_by INTEGER REFERENCES assistance(id) DEFERRABLE INITIALLY DEFERRED,
  CHECK (village IS NULL OR residence = 'village'),
  CHECK (corrected_by > id)
) STRICT;
INSERT INTO assistance VALUES(16,12,'2026-11-23','ho-tich','an','1','centre',1795396690000,NULL,'thon-3','village','60-79','female',NULL,NULL);
INSERT INTO assistance VALUES(21,17,'2026-11-23','ho-tich','an','1','centre',1795397318000,NULL,'thon-4','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(28,22,'2026-11-23','vneid','binh','2','centre',1795398073000,NULL,'thon-3','village','18-34','male',NULL,NULL);
INSERT INTO assistance VALUES(33,29,'2026-11-23','vneid','binh','2','centre',1795398641000,NULL,'thon-1','village','18-34','female',NULL,NULL);
INSERT INTO assistance VALUES(41,37,'2026-11-23','ho-tich','an','3','centre',1795400306000,NULL,'thon-3','village','35-59',NULL,NULL,NULL);
INSERT INTO assistance VALUES(43,34,'2026-11-23','dat-dai','an','1','centre',1795399724000,NULL,'thon-2','village','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(52,44,'2026-11-23','vneid','binh','2','centre',1795401787000,NULL,'thon-1','village','60-79','female',NULL,53);
INSERT INTO assistance VALUES(53,44,'2026-11-23','vneid','binh','2','centre',1795401787000,NULL,'thon-1','village','60-79','female',NULL,NULL);
INSERT INTO assistance VALUES(62,54,'2026-11-23','vneid','binh','2','centre',1795402335000,NULL,'thon-3','village','60-79','male',NULL,63);
INSERT INTO assistance VALUES(63,54,'2026-11-23','vneid','binh','2','centre',1795402335000,NULL,'thon-3','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(73,57,'2026-11-23','vneid','binh','2','centre',1795403462000,NULL,'thon-3','village','35-59','female',NULL,NULL);
INSERT INTO assistance VALUES(78,69,'2026-11-23','dat-dai','an','1','centre',1795403833000,NULL,'thon-4','village','35-59','female',NULL,NULL);
INSERT INTO assistance VALUES(80,74,'2026-11-23','ho-tich','an','3','centre',1795404774000,NULL,'thon-3','village','60-79','male',NULL,81);
INSERT INTO assistance VALUES(81,74,'2026-11-23','ho-tich','an','3','centre',1795404774000,NULL,'thon-3','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(86,82,'2026-11-23','dat-dai','an','1','centre',1795416859000,NULL,'thon-3','village','35-59','female',NULL,NULL);
INSERT INTO assistance VALUES(91,87,'2026-11-23','dat-dai','an','1','centre',1795419601000,NULL,'thon-4','village','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(102,97,'2026-11-23','vneid','binh','2','centre',1795421338000,NULL,'thon-2','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(104,95,'2026-11-23','ho-tich','an','3','centre',1795421319000,NULL,'thon-1','village','35-59','female',NULL,NULL);
INSERT INTO assistance VALUES(106,92,'2026-11-23','dat-dai','an','1','centre',1795421255000,NULL,'thon-1','village','60-79','female',NULL,NULL);
INSERT INTO assistance VALUES(137,130,'2026-11-24','dat-dai','an','1','centre',1795483292000,NULL,'thon-1','village','under-18','female',NULL,NULL);
INSERT INTO assistance VALUES(139,133,'2026-11-24','ho-tich','binh','3','centre',1795483449000,NULL,'thon-3','village','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(153,143,'2026-11-24','vneid','an','2','centre',1795485798000,NULL,'thon-2','village','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(155,149,'2026-11-24','dat-dai','an','1','centre',1795486020000,NULL,'thon-4','village','18-34','male',NULL,NULL);
INSERT INTO assistance VALUES(160,140,'2026-11-24','vneid','an','2','centre',1795487004000,NULL,'thon-3','village','60-79','male',NULL,161);
INSERT INTO assistance VALUES(161,140,'2026-11-24','vneid','an','2','centre',1795487004000,NULL,'thon-3','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(169,165,'2026-11-24','ho-tich','an','1','centre',1795487820000,NULL,NULL,'other-commune','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(174,170,'2026-11-24','ho-tich','an','1','centre',1795488713000,NULL,'thon-2','village','35-59','female',NULL,NULL);
INSERT INTO assistance VALUES(179,175,'2026-11-24','dat-dai','an','1','centre',1795489524000,NULL,'thon-3','village','60-79','male',NULL,180);
INSERT INTO assistance VALUES(180,175,'2026-11-24','dat-dai','an','1','centre',1795489524000,NULL,'thon-3','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(186,181,'2026-11-24','vneid','an','2','centre',1795492321000,NULL,'thon-3','village','60-79','female',NULL,187);
INSERT INTO assistance VALUES(187,181,'2026-11-24','vneid','an','2','centre',1795492321000,NULL,'thon-3','village','60-79','female',NULL,NULL);
INSERT INTO assistance VALUES(192,188,'2026-11-24','dat-dai','an','1','centre',1795504331000,NULL,'thon-4','village','18-34','male',NULL,NULL);
INSERT INTO assistance VALUES(200,196,'2026-11-24','dat-dai','binh','3','centre',1795507611000,NULL,'thon-2','village','60-79','male',NULL,NULL);
INSERT INTO assistance VALUES(202,193,'2026-11-24','ho-tich','an','1','centre',1795506383000,NULL,'thon-2','village','18-34','female',NULL,NULL);
INSERT INTO assistance VALUES(210,203,'2026-11-24','ho-tich','an','1','centre',1795509288000,NULL,'thon-3','village','18-34','female',NULL,211);
INSERT INTO assistance VALUES(211,203,'2026-11-24','ho-tich','an','1','centre',1795509288000,NULL,'thon-3','village','18-34','female',NULL,NULL);
INSERT INTO assistance VALUES(216,212,'2026-11-24','dat-dai','an','1','centre',1795509781000,NULL,'thon-2','village','35-59','male',NULL,NULL);
INSERT INTO assistance VALUES(221,217,'2026-11-24','dat-dai','an','1','centre',1795510711000,NULL,'thon-1','village','35-59','female',NULL,NULL);
CREATE TABLE assistance_activity(
  assistance INTEGER NOT NULL REFERENCES assistance(id),
  position INTEGER NOT NULL CHECK (position >= 0),
  activity TEXT NOT NULL,
  level TEXT CHECK (level IN ('full', 'partial')),
  platform TEXT,
  outcome TEXT NOT NULL CHECK (outcome IN ('done', 'partly', 'referred', 'not-possible')),
  minutes INTEGER CHECK (minutes BETWEEN 0 AND 600),
  PRIMARY KEY (assistance, position),
  UNIQUE (assistance, activity)
) STRICT, WITHOUT ROWID;
INSERT INTO assistance_activity VALUES(16,0,'online-payment',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(21,0,'online-payment',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(28,0,'vneid-docs',NULL,'vneid','partly',NULL);
INSERT INTO assistance_activity VALUES(28,1,'vneid-activation',NULL,'vneid','partly',NULL);
INSERT INTO assistance_activity VALUES(33,0,'vneid-activation',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(41,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(43,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(52,0,'vneid-use',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(53,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(62,0,'vneid-use',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(62,1,'vneid-docs',NULL,'vneid','partly',NULL);
INSERT INTO assistance_activity VALUES(63,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(73,0,'vneid-activation',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(73,1,'vneid-docs',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(78,0,'result-lookup',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(78,1,'online-service','partial','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(80,0,'vneid-use',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(81,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(86,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(91,0,'result-lookup',NULL,'dvcqg','referred',NULL);
INSERT INTO assistance_activity VALUES(102,0,'vneid-docs',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(104,0,'result-lookup',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(106,0,'info-lookup',NULL,NULL,'partly',NULL);
INSERT INTO assistance_activity VALUES(137,0,'online-service','partial','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(139,0,'online-payment',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(153,0,'vneid-docs',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(155,0,'result-lookup',NULL,'dvcqg','referred',NULL);
INSERT INTO assistance_activity VALUES(160,0,'vneid-activation',NULL,'vneid','not-possible',NULL);
INSERT INTO assistance_activity VALUES(161,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(169,0,'result-lookup',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(174,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(179,0,'result-lookup',NULL,'dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(180,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(186,0,'vneid-activation',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(187,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(192,0,'online-service','partial','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(200,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(202,0,'vneid-use',NULL,'vneid','done',NULL);
INSERT INTO assistance_activity VALUES(210,0,'online-service','partial','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(211,0,'vneid-use',NULL,NULL,'done',NULL);
INSERT INTO assistance_activity VALUES(216,0,'online-service','full','dvcqg','done',NULL);
INSERT INTO assistance_activity VALUES(221,0,'info-lookup',NULL,NULL,'done',NULL);
CREATE TABLE assistance_difficulty(
  assistance INTEGER NOT NULL,
  position INTEGER NOT NULL,
  difficulty TEXT NOT NULL,
  PRIMARY KEY (assistance, position, difficulty),
  FOREIGN KEY (assistance, position) REFERENCES assistance_activity(assistance, position)
) STRICT, WITHOUT ROWID;
INSERT INTO assistance_difficulty VALUES(28,0,'portal-fault');
INSERT INTO assistance_difficulty VALUES(28,1,'forgot-password');
INSERT INTO assistance_difficulty VALUES(33,0,'face-match-failed');
INSERT INTO assistance_difficulty VALUES(52,0,'elderly-limited');
INSERT INTO assistance_difficulty VALUES(53,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(62,1,'face-match-failed');
INSERT INTO assistance_difficulty VALUES(63,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(81,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(91,0,'needs-rescue-team');
INSERT INTO assistance_difficulty VALUES(106,0,'portal-fault');
INSERT INTO assistance_difficulty VALUES(139,0,'data-mismatch');
INSERT INTO assistance_difficulty VALUES(155,0,'data-mismatch');
INSERT INTO assistance_difficulty VALUES(160,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(161,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(180,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(186,0,'uneven-skills');
INSERT INTO assistance_difficulty VALUES(187,0,'network-fault');
INSERT INTO assistance_difficulty VALUES(200,0,'sim-not-own-name');
INSERT INTO assistance_difficulty VALUES(211,0,'network-fault');
CREATE TABLE idempotency(
  scope TEXT NOT NULL,
  key TEXT NOT NULL,
  request BLOB NOT NULL CHECK (length(request) = 32),
  answer TEXT NOT NULL,
  PRIMARY KEY (scope, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE device_log(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  event TEXT NOT NULL CHECK (event IN ('arrived', 'lost', 'fault')),
  device TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  detail TEXT
) STRICT;
CREATE TRIGGER journal_gap_free BEFORE INSERT ON journal
  WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  BEGIN SELECT RAISE(ABORT, 'the journal has no gaps'); END;
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER service_day_forward BEFORE INSERT ON service_day
  WHEN NEW.day <= (SELECT max(day) FROM service_day)
  BEGIN SELECT RAISE(ABORT, 'the service day never goes backwards'); END;
CREATE TRIGGER service_day_unchanged BEFORE UPDATE ON service_day
  BEGIN SELECT RAISE(ABORT, 'a service day stays as it was begun'); END;
CREATE TRIGGER service_day_kept BEFORE DELETE ON service_day
  BEGIN SELECT RAISE(ABORT, 'a service day stays as it was begun'); END;
CREATE UNIQUE INDEX counter_session_open ON counter_session(counter) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX ticket_held ON ticket(counter) WHERE state IN ('called', 'serving');
CREATE INDEX ticket_line ON ticket(service, priority IS NOT NULL, arrival)
  WHERE state = 'waiting' AND directed_to IS NULL;
CREATE INDEX ticket_directed ON ticket(directed_to, priority IS NOT NULL, arrival)
  WHERE state = 'waiting' AND directed_to IS NOT NULL;
CREATE INDEX ticket_detoured ON ticket(directed_to, service_day)
  WHERE directed_to IS NOT NULL AND state IN ('called', 'serving', 'parked', 'no-show');
CREATE INDEX ticket_parked ON ticket(due_at) WHERE state = 'parked';
CREATE INDEX ticket_announced ON ticket(service_day, announced_seq) WHERE announced_seq IS NOT NULL;
CREATE TRIGGER ticket_begins BEFORE INSERT ON ticket WHEN NEW.state <> 'waiting'
  BEGIN SELECT RAISE(ABORT, 'a ticket begins by waiting'); END;
CREATE TRIGGER ticket_kept BEFORE DELETE ON ticket
  BEGIN SELECT RAISE(ABORT, 'a ticket is never deleted'); END;
CREATE TRIGGER ticket_identity BEFORE UPDATE OF arrival, service_day, series, number, priority, village, origin,
  issued_at ON ticket
  BEGIN SELECT RAISE(ABORT, 'number, day and arrival of a ticket never change'); END;
CREATE TRIGGER ticket_ended BEFORE UPDATE ON ticket WHEN OLD.state IN ('finished', 'cancelled', 'expired')
  BEGIN SELECT RAISE(ABORT, 'a ticket that has ended stays as it is'); END;
CREATE TRIGGER ticket_moves BEFORE UPDATE OF state ON ticket
  WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
    'waiting>called', 'waiting>cancelled', 'waiting>expired',
    'called>serving', 'called>finished', 'called>no-show', 'called>parked', 'called>waiting', 'called>cancelled',
    'called>expired',
    'serving>finished', 'serving>parked', 'serving>waiting', 'serving>expired',
    'parked>waiting', 'parked>cancelled', 'parked>expired',
    'no-show>waiting')
  BEGIN SELECT RAISE(ABORT, 'this move of a ticket is not legal'); END;
CREATE INDEX print_job_open ON print_job(id) WHERE state IN ('pending', 'printing');
CREATE TRIGGER print_job_moves BEFORE UPDATE OF state ON print_job
  WHEN OLD.state <> NEW.state AND (OLD.state || '>' || NEW.state) NOT IN (
    'pending>printing', 'pending>skipped', 'pending>failed',
    'printing>printed', 'printing>uncertain', 'printing>failed', 'printing>pending')
  BEGIN SELECT RAISE(ABORT, 'this move of a print job is not legal'); END;
CREATE UNIQUE INDEX assistance_ticket ON assistance(ticket) WHERE ticket IS NOT NULL AND corrected_by IS NULL;
CREATE INDEX assistance_day ON assistance(service_day);
CREATE TRIGGER assistance_of_finished BEFORE INSERT ON assistance
  WHEN NEW.ticket IS NOT NULL AND (SELECT state FROM ticket WHERE arrival = NEW.ticket) IS NOT 'finished'
  BEGIN SELECT RAISE(ABORT, 'help is recorded for a finished ticket'); END;
CREATE TRIGGER assistance_unchanged BEFORE UPDATE OF id, ticket, service_day, service, member, counter, place,
  started_at, minutes, village, residence, age_band, sex ON assistance
  BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
CREATE TRIGGER assistance_corrected_once BEFORE UPDATE OF corrected_by ON assistance
  WHEN OLD.corrected_by IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a record is corrected once'); END;
CREATE TRIGGER assistance_kept BEFORE DELETE ON assistance
  BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
CREATE TRIGGER assistance_activity_unchanged BEFORE UPDATE ON assistance_activity
  BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
CREATE TRIGGER assistance_activity_kept BEFORE DELETE ON assistance_activity
  BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
CREATE TRIGGER assistance_difficulty_unchanged BEFORE UPDATE ON assistance_difficulty
  BEGIN SELECT RAISE(ABORT, 'a record is corrected by another, not changed'); END;
CREATE TRIGGER assistance_difficulty_kept BEFORE DELETE ON assistance_difficulty
  BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;
COMMIT;
