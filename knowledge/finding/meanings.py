"""Words that mean the same, as data to review: no entry can list all the ways to say *pay* in five languages.

One meaning a block, one language a line, written folded (no accents, no capitals). A word is its beginning, `pay` is
also payer and payment; `=` marks a whole word. An Arabic word may also have letters before it, so that دفع is also
يدفع and ندفع. A meaning is broad: it helps an entry that is spoken of in other words, and decides nothing alone.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import lru_cache

from knowledge.finding.terms import Heard

_STUCK = 4
"""Letters that an Arabic word may have before what it means: an article, a particle, the person of a verb."""

_REMEMBERED = 20_000
"""Words of which it is remembered what they stand for."""

_TEXT = """
pay
    fr  pay paie paient regl debours financ prend_en_charge prenez_en_charge prise_en_charge couvr s_acquitt
    en  pay paid fund cover spend spent financ foot_the_bill
    pt  pag financ custear suport cobr arcar banc
    es  pag financ cubr sufrag abon costear cobr coste
    ar  دفع تمويل يمول نخلص خلص تحمل يغطي تغط سدد يسدد
refund
    fr  rembours recuper rendre_l_argent
    en  reimburs refund =repay =repaid money_back get_back pay_back paid_back
    pt  reembols devol restitu
    es  reembols devol devuelv reintegr
    ar  تعويض عوض استرجاع استرداد ارجاع تعيدون يرجع
money
    fr  argent sous =fric euro somme montant tune tresorerie
    en  money cash euro sum amount fund quid
    pt  dinheiro euro montante verba quantia valor
    es  dinero euro monto importe cuantia plata
    ar  مال نقود فلوس يورو مبلغ
cost
    fr  cout cher prix tarif combien_ca_coute depens frais =payant budget
    en  cost price expens charge fee budget how_much
    pt  custo custa despesa preco gasto =caro orcamento
    es  cost cuest gast precio =caro presupuesto
    ar  تكلف كلفه ثمن سعر مصاريف نفقات مصروف ميزاني
free
    fr  gratuit gratos gratis benevol
    en  free =unpaid without_pay
    pt  gratis gratuit de_borla de_graca
    es  gratis gratuit
    ar  مجان فابور بلاش
half
    fr  moitie demi =50 pourcent pour_cent =taux quote
    en  half =50 percent per_cent share portion
    pt  metade =50 percent por_cento =taxa
    es  mitad =50 porcent por_ciento porcion
    ar  نصف =50 نسب ميه مييه
most
    fr  plafon maxim limit au_plus jusqu_a_combien depass
    en  cap ceiling maxim limit at_most upper_limit top_amount up_to exceed
    pt  teto maxim limit no_maximo ultrapass exced
    es  tope techo maxim limit como_mucho super exced
    ar  سقف اقصي حد_اقصي اكثر تجاوز
advance
    fr  avanc acompt prefinanc d_abord en_premier provision
    en  advance upfront up_front deposit in_advance prepay first
    pt  adiant antecip primeiro sinal
    es  adelant anticip primero
    ar  تسبيق سلف مقدم مسبق اولا
rest
    fr  reste restant surplus difference complement solde
    en  rest remain remainder other_half difference balance left_over surplus
    pt  resto restante outra_metade diferenca sobra
    es  resto restante otra_mitad diferencia sobra
    ar  باقي بقيه متبقي الفرق الزياده
other_money
    fr  subvention cofinanc fondation bailleur mecen cumul
    en  grant subsid cofund foundation donor sponsor combine top_up
    pt  subsid subven fundac financiador acumul mecen
    es  subvenc ayudas fundacion financiador acumul compatib patrocin
    ar  منحه منح دعم ممول موسسه جمع_بين
compute
    fr  calcul simul estim assiett base_de
    en  calcul work_out estimat based_on simulat figure_out
    pt  calcul simul estim base_de
    es  calcul simul estim base_de
    ar  حساب تحسب يحسب نحسب تقدير
fee
    fr  frais_de_dossier frais_de_gestion frais_administr commission cotis adhesion
    en  admin_fee application_fee handling commission processing
    pt  taxa comissao administrativ inscricao
    es  tasa comision administrativ inscripcion
    ar  رسوم عموله اداريه
bank
    fr  banque bancaire virement compte_bancaire rib iban
    en  bank transfer wire iban account
    pt  banco bancari transferenc iban conta
    es  banco bancari transferenc iban cuenta
    ar  بنك مصرف تحويل حساب_بنكي
flight
    fr  avion =vol =vols =voler billet aerien compagnie_aerienne
    en  flight plane fly airfare =air airline ticket
    pt  aviao =voo =voos voar bilhete passag aere
    es  avion vuelo volar billete pasaje aere boleto
    ar  طاير طيار طيران تذكر تذاكر
train
    fr  train tgv sncf gare aeroport roissy orly covoitur parking
    en  train railway rail station airport car_park parking mileage
    pt  comboio trem aeroporto estacao estacionamento
    es  tren aeropuerto estacion aparcamiento
    ar  قطار مطار محطه
road
    fr  taxi =bus moto voiture chauffeur carburant essence location transport minibus
    en  taxi =bus =cab motorbike =car driver fuel petrol rental transport minibus
    pt  taxi autocarro =moto carro motorista gasolina combustivel transport aluguer
    es  taxi autobus =moto coche chofer gasolina combustible transport alquil
    ar  تاكسي حافله سياره سايق بنزين نقل مواصلات
visa
    fr  visa consulat ambassad
    en  visa consulate embassy
    pt  visto consulado embaixada
    es  visa consulado embajada
    ar  تاشير فيزا قنصلي سفاره
border
    fr  passeport frontiere douane entrer_dans passport
    en  passport border customs
    pt  passaporte fronteira alfandega
    es  pasaporte frontera aduana
    ar  جواز حدود جمارك
lodging
    fr  hotel heberg loge =loger dormi chambre auberge nuit lit
    en  hotel lodg accommod sleep room hostel night =bed =stay
    pt  hotel aloj dormir quarto pousada noite hosped cama
    es  hotel aloj dormir habitacion hostal noche hosped cama
    ar  فندق سكن اقام مبيت نوم ايواء غرفه
meals
    fr  repas manger nourriture restaur per_diem perdiem diner dejeuner bouffe indemnite_journaliere argent_de_poche
    en  meal food eat lunch dinner per_diem perdiem allowance pocket_money breakfast subsist
    pt  refeic comer comida alimenta almoco jantar ajuda_de_custo ajudas_de_custo diaria =come
    es  comida comer aliment almuerzo cena dieta viatico manutencion
    ar  اكل طعام وجب غداء عشاء بدل_يومي مصروف_يومي تغذي
vaccine
    fr  vaccin vaxin piqure fievre_jaune paludisme palu antipalud malaria medicament moustiquaire
    en  vaccin =jab =jabs shot yellow_fever malaria immunis immuniz medicine
    pt  vacin febre_amarela malaria paludismo medicament
    es  vacun fiebre_amarilla malaria paludismo medicament
    ar  لقاح تطعيم تلقيح ملاريا حمي ادويه دواء جلبه
insurance
    fr  assur rapatri mutuelle
    en  insur repatriat
    pt  segur repatri
    es  =seguro =seguros asegur repatri
    ar  تامين موم
receipt
    fr  recu factur justificat ticket =note notes_de preuve facturette
    en  receipt invoice bill proof voucher =stub slip
    pt  recibo fatura factura comprovativo talao comprovante
    es  recibo factura comprobante justificante tique ticket
    ar  وصل فاتور فواتير ايصال وصول اثبات
lost
    fr  perdu perdre egar introuvable sans_recu sans_facture
    en  lost lose missing without_receipt mislaid misplac no_receipt
    pt  perdi perder perdeu extravi sem_recibo
    es  perd extravi sin_recibo sin_factura
    ar  ضاع فقد ضيع ضايع بدون_فاتور بدون_وصل
photo
    fr  photo scan original copie numeri
    en  photo picture scan original copy copies digital
    pt  foto digitaliz original copia
    es  foto escan original copia
    ar  صوره تصوير نسخه اصلي سكان
currency
    fr  devise monnaie change_ taux_de_change franc_cfa =cfa dirham conversion convert bureau_de_change
    en  currenc exchange_rate =cfa dirham convert foreign_money
    pt  moeda cambio =cfa dirham convert
    es  moneda divisa cambio =cfa convert tipo_de_cambio
    ar  عمله صرف تحويل_عمله درهم
send
    fr  envoy envoi transm depos adress soumet
    en  send sent submit post hand_in upload drop_off mail_it
    pt  envi mand entreg submet remet
    es  envi mand entreg present remit
    ar  ارسل ارسال نرسل ابعث بعث تسليم ايداع تقديم نقدم
document
    fr  document dossier papier formulair piece fiche statuts pre_fiche imprime
    en  document paperwork form file papers attach template
    pt  document formulari papel papeis dossie ficha modelo processo
    es  document formulari papel expediente ficha modelo impreso
    ar  وثايق وثيق ملف استمار اوراق مستند ورق نموذج
fill
    fr  rempl complet signer signature saisi
    en  fill complete sign type_in
    pt  preench assin complet
    es  rellen complet firm llenar
    ar  ملء تعبي نملا توقيع تعمير
apply
    fr  candidat postul demande depos soumettre dossier_de
    en  appl request submit candidat bid
    pt  candidat pedir pedido concorr solicit
    es  solicit candidat pedir postul peticion present
    ar  طلب ترشح ترشيح نطلب تقدم تقديم
deadline
    fr  date_limite echeance dernier_jour derniere_minute cloture jusqu_a_quand au_plus_tard delai trop_tard
    en  deadline closing_date last_day due_date latest cut_off until_when too_late
    pt  prazo data_limite ultimo_dia ate_quando encerr
    es  plazo fecha_limite ultimo_dia hasta_cuando cierre
    ar  اجل اخر_موعد اخر_يوم اخر_اجل تاريخ_نهايي متاخر
call
    fr  appel session ouvert ouvre rouvr ferme campagne prochain inscriptions
    en  call =open opens opening reopen closed next_round round window
    pt  convocatori abert abre reabr fechad proxim edital chamada
    es  convocatori abiert abre reabr cerrad proxim
    ar  نداء دعوه مفتوح مغلق دوره القادم يفتح فتح
when
    fr  quand =date =dates periode calendrier moment saison
    en  when =date =dates period calendar season timing
    pt  quando =data =datas periodo calendario epoca
    es  cuando =fecha =fechas periodo calendario epoca
    ar  متي تاريخ موعد فتره وقت مواعيد
length
    fr  combien_de_jours combien_de_temps duree dure semaine =jours =mois long
    en  how_long how_many_days duration last week =days =months long
    pt  quantos_dias quanto_tempo duracao dura semana =dias =meses
    es  cuantos_dias cuanto_tiempo duracion dura semana =dias =meses
    ar  كم_يوم مده تدوم اسبوع اسابيع ايام شهر اشهر
result
    fr  resultat reponse retenu verdict decision annonc
    en  result answer decision outcome announce hear_back verdict
    pt  resultad resposta decis anunci
    es  resultad respuesta decision anunci veredicto
    ar  نتايج نتيج جواب رد_ قرار اعلان الرد
choose
    fr  select choisi critere jury comite not class tri departag priorit juger
    en  select choose choice criteri jury committee score rank pick priorit judge
    pt  selec escolh criteri juri comite avali pontu priorid
    es  selec eleg elig criteri jurado comite punt valor priorid fij
    ar  اختيار تختار معايير معيار لجنه انتقاء ترتيب تقييم
refuse
    fr  refus rejet recal pas_retenu pas_pris recours contest ecart
    en  refus reject turned_down turn_down denied not_selected appeal unsuccessful decline
    pt  recus rejeit indefer chumb recurs reclam
    es  rechaz deneg recurs reclam descart no_elegid
    ar  رفض رفضت مرفوض طعن
wait
    fr  attend attente nouvelles relanc sans_reponse silence
    en  wait heard_nothing no_news no_reply no_answer chase
    pt  esper sem_resposta noticias
    es  esper sin_respuesta noticias contest
    ar  انتظار ننتظر انتظر لم_يرد جواب
after
    fr  apres ensuite suivi suite retour rentr bilan debrief
    en  after afterwards follow_up next return debrief back_home
    pt  depois seguimento regress volta balanco apos
    es  despues seguimiento regres vuelta balance tras
    ar  بعد متابعه عوده رجوع حصيله
before
    fr  avant prepar anticip decoll valise
    en  before prepar ahead pack
    pt  antes prepar mala
    es  antes prepar maleta
    ar  قبل تحضير استعداد نحضر
during
    fr  pendant sur_place durant la_bas une_fois
    en  during on_site while on_the_ground over_there once_there
    pt  durante no_local no_terreno enquanto
    es  durante en_el_terreno sobre_el_terreno mientras alli
    ar  خلال اثناء هناك ميدان عين_المكان
steps
    fr  etape process demarche procedure parcour deroul marche_a_suivre par_ou_commenc s_y_prend commenc ordre
    en  step process procedure how_does_it_work stage journey get_started start
    pt  passo etapa processo procediment percurs comec por_onde
    es  paso etapa proceso procedimiento recorrido empez por_donde tramit
    ar  خطوات خطوه مراحل مرحله اجراءات كيفيه مسار نبدا ابدا
who_can
    fr  eligib condition droit_a avoir_droit critere ouvert_a pour_qui accept beneficier
    en  eligib qualif condition entitled who_can allowed_to requirement open_to
    pt  elegi condic direito aceit requisito quem_pode
    es  elegib condicion derecho acept requisit quien_puede admit
    ar  موهل شروط شرط يحق مقبول تقبل اهليه مسموح
again
    fr  deuxieme encore renouvel refaire nouveau seconde redemand deja_eu deja_beneficie
    en  again second_time twice renew another repeat already_had once_more
    pt  outra_vez novo segunda_vez renov repet ja_tivemos de_novo
    es  otra_vez nuevo segunda_vez renov repet ya_tuvimos de_nuevo
    ar  مره_ثاني مره_اخري ثانيه تجديد مجدد مرتين مره_اخري
association
    fr  asso ong benevoles collectif osim club comite_de_jumelage
    en  associat charit ngo nonprofit non_profit society club group
    pt  associa ong coletiv coletivo clube
    es  asociac ong colectivo club
    ar  جمعي منظم
company
    fr  entrepris societe boite pme patron employeur sarl firme direction drh rh
    en  compan firm business employer boss corporate =hr sme
    pt  empres patrao patrono empregador firma pme
    es  empres patron empleador jefe firma pyme
    ar  شرك مقاول مشغل رب_العمل
employee
    fr  salari employe personnel collegue equipe agent
    en  employee staff worker colleague personnel
    pt  funcionari empregad trabalhador colega pessoal
    es  emplead trabajador plantilla colega personal
    ar  موظف عامل عمال اجير
town
    fr  mairie commune collectivit municip maire departement ville agglo territorial fonctionnaire
    en  town_hall council municip mayor local_authorit local_government city civil_servant
    pt  camara municip autarqui prefeitura junta
    es  ayuntamiento municip alcald diputacion autoridad
    ar  بلديه جماعه_محلي محافظه عمده مجلس
school
    fr  ecole lycee college universit hopital cooperative fondation statut_juridique parent
    en  school college universit hospital cooperat foundation legal_status trust
    pt  escola liceu universidade hospital cooperativa fundacao
    es  escuela colegio universidad hospital cooperativa fundacion
    ar  مدرس جامع_ مستشفي تعاوني ثانوي
alone
    fr  particulier tout_seul individuel personnel sans_asso sans_association en_mon_nom
    en  individual on_my_own by_myself myself private_person without_an_association personal
    pt  particular sozinh individual em_nome_proprio sem_associacao
    es  particular solo individual por_mi_cuenta sin_asociacion
    ar  فرد لوحدي وحدي شخصي بدون_جمعي
new_body
    fr  jeune_association recente vient_d_etre anciennet nouvellement cree_ il_y_a debutant experience
    en  newly just_set_up founded recent young_association experience first_project track_record
    pt  recente recem criada_ha experiencia nova
    es  reciente recien creada experiencia nueva
    ar  حديث جديد خبره تجربه تاسس تاسيس
member
    fr  membre adher cotis rejoin affili
    en  member join subscri affiliat dues
    pt  membro socio aderi quota filiad
    es  socio miembro afili cuota adher
    ar  عضو انخراط اعضاء اشتراك منخرط عضويه
seat
    fr  siege domicil base_a basee antenne implant adresse install bureau_a
    en  head_office registered_in based headquarter branch located address
    pt  sede domicili sediad morada delega basead
    es  sede domicili radic delegacion direccion
    ar  مقر عنوان فرع مسجل
region
    fr  region territoir departement ailleurs partout
    en  region area elsewhere nationwide where
    pt  regiao regioes territori
    es  region territori zona
    ar  منطق جهه اقليم مناطق
network
    fr  reseau rrma lianes centraider resacoop
    en  network
    pt  =rede =redes
    es  =red =redes
    ar  شبك
country
    fr  =pays destination continent afrique asie amerique
    en  countr destination continent africa asia
    pt  =pais =paises destino continente africa asia
    es  =pais =paises destino continente africa asia
    ar  بلد بلدان دول دوله افريقي اسيا
partner
    fr  partenair sur_place contrepart homologue villageois communaute amis_de la_bas local
    en  partner counterpart host local_organi over_there community
    pt  parceir contraparte comunidade anfitri
    es  socio_local contraparte comunidad anfitri contrapart
    ar  شريك شركاء محلي نظير
expert
    fr  expert specialist benevol volontaire professionnel technicien personne_ressource intervenant
    en  expert specialist volunteer professional technician adviser
    pt  perit especialista voluntari profission tecnico
    es  expert especialista voluntari profesional tecnico
    ar  خبير خبراء متطوع اخصايي مختص تقني خبره
trade
    fr  ingenieur medecin infirmier agronom comptable professeur macon electricien veterinaire architecte menuisier
    en  engineer doctor nurse agronom accountant teacher builder electrician vet architect carpenter plumber
    pt  engenheir medic enfermeir agronom contabilist professor pedreir electricist eletricist veterinari arquitet
    es  ingenier medic enfermer agronom contable profesor albanil electricista veterinari arquitect
    ar  مهندس طبيب ممرض محاسب استاذ معلم بناء كهرباي بيطري
find
    fr  trouv cherch recrut denich mise_en_relation mettre_en_contact proposer connai
    en  find look_for search recruit match_us put_us_in_touch know_someone
    pt  encontr procur recrut arranj achar conhec
    es  encontr busc reclut contactar conoc
    ar  نجد ايجاد بحث نبحث ابحث يجد عثور
two
    fr  =deux plusieurs binome accompagn ensemble equipe =duo
    en  =two several pair together accompany couple
    pt  =dois =duas vario junto acompanh equipa
    es  =dos vario junto acompan equipo
    ar  اثنين خبيرين شخصين مرافق عده معا
family
    fr  =femme mari conjoint epou enfant famille copain copine ami mere pere
    en  wife husband spouse kids children family boyfriend girlfriend friend
    pt  mulher marido conjuge filho familia namorad amigo
    es  mujer marido conyuge hijo familia novi amigo pareja esposa esposo
    ar  زوج زوجتي اطفال عايل اسره صديق
retired
    fr  retrait pension senior
    en  retire pension senior
    pt  reforma aposenta pension
    es  jubila pension retirad
    ar  متقاعد تقاعد
young
    fr  jeune etudiant age ans majeur mineur
    en  young student =age years_old under_18 minor
    pt  jovem jovens estudant idade anos menor
    es  joven estudiant edad anos menor
    ar  شاب شباب طالب طلاب عمري سن_
join_in
    fr  inscri engag devenir m_inscrire participer rejoindre
    en  sign_up register become enrol get_involved help_out volunteer
    pt  inscrev registar tornar particip ajudar
    es  inscrib apunt registr hacerme particip ayudar
    ar  تسجيل اسجل انضم اصبح مشارك اتطوع
salary
    fr  salaire remuner paye_pour gagner touche_t recoi retribu
    en  salary wage paid_for earn stipend compensat remunerat
    pt  salari remuner ordenado ganh receb
    es  salari sueldo remuner ganar cobrar
    ar  راتب اجر مرتب مقابل اتقاضي
leave
    fr  conge =rtt absence vacances
    en  day_off days_off annual_leave unpaid_leave holiday time_off sabbatical
    pt  ferias licenca folga
    es  vacaciones permiso licencia excedencia
    ar  عطله اجازه غياب
secondment
    fr  mise_a_disposition detach mettre_a_disposition pret_de
    en  secondment second lend release
    pt  cedencia destac ceder empresta
    es  cesion desplaz ceder comision_de_servicio
    ar  اعاره وضع_رهن انتداب الحاق
philanthropy
    fr  mecenat probono pro_bono
    en  pro_bono probono skills_based sponsorship
    pt  mecenato pro_bono
    es  mecenazgo pro_bono
    ar  رعايه تطوع_مهني
csr
    fr  rse responsabilite_societale image marque_employeur durabilite fidelis
    en  csr social_responsib sustainab reputation retention
    pt  rse responsabilidade_social sustentabilid imagem
    es  rsc rse responsabilidad_social sostenib imagen
    ar  مسووليه_اجتماعي استدام صوره_الشرك
tax
    fr  impot fiscal defiscal dedui deduct cerfa
    en  tax =taxes deduct
    pt  impost fiscal deduz deduc irs
    es  impuest fiscal desgrav deduc
    ar  ضريب ضرايب خصم
trip
    fr  mission voyag parti depart sejour deplac
    en  mission trip travel leave depart go_out
    pt  missao missoes viag viaj parti estadia
    es  mision viaj parti estancia
    ar  مهم_ سفر رحل مهمه مهمات نسافر
remote
    fr  distance visio en_ligne teletravail zoom
    en  remote online zoom distance video
    pt  distancia online remot videoconf zoom
    es  distancia linea remot videoconf zoom virtual
    ar  عن_بعد انترنت اونلاين فيديو
cancel
    fr  annul report repouss empech desist
    en  cancel postpone put_off delay called_off pull_out fall_through
    pt  cancel anul adi desist
    es  cancel anul aplaz suspend desist
    ar  الغاء الغي تاجيل اجل_ انسحاب
danger
    fr  danger risqu securit zone_rouge guerre conflit insecurit
    en  danger risk safe unsafe security war conflict red_zone travel_advice
    pt  perig risco segur guerra conflito
    es  pelig riesgo segur guerra conflicto
    ar  خطر خطير امن امان حرب نزاع
emergency
    fr  urgence accident malad blesse vole agress hopital tombe_malade
    en  emergency accident sick =ill injur stolen robbed mugged hospital
    pt  emergenc urgenc acident doent ferid roub assalt
    es  emergenc urgenc accident enferm herid rob asalt
    ar  طواري حادث مريض مرض سرق اصاب اسعاف
training
    fr  formation forme session_de prepar apprend
    en  train course workshop learn prepar
    pt  forma ensin curso prepar
    es  forma curso ensen prepar capacita
    ar  تكوين تدريب دوره_ تعليم
support
    fr  aide aider appui accompagn soutien soutenir
    en  help support assist back
    pt  ajud apoi acompanh
    es  ayud apoy acompan
    ar  مساعد دعم مواكب يساعد تساعد
tasks
    fr  taches role travail_a faire_quoi attendu charge_de_travail
    en  task role expected duties workload
    pt  tarefa papel funcao trabalho
    es  tarea papel se_espera funcion trabajo
    ar  مهام دور_ مطلوب عمل
report
    fr  rapport livrable compte_rendu bilan restitution
    en  report deliverable write_up writeup summary
    pt  relatori entregav balanco
    es  informe entregable memoria balance
    ar  تقرير تقارير
contract
    fr  convention contrat accord ordre_de_mission signer lettre_de_mission
    en  agreement contract mission_order sign
    pt  convenc contrat acordo assin
    es  convenio contrat acuerdo firm
    ar  اتفاق عقد توقيع
booklet
    fr  livret guide carnet brochure manuel
    en  booklet handbook guide brochure
    pt  caderno guia brochura manual
    es  cuaderno guia folleto manual
    ar  كتيب دليل كراس
culture
    fr  culture cultur interculturel coutume tradition politesse choc
    en  cultur custom tradition etiquette manners
    pt  cultur costume tradic choque
    es  cultur costumbre tradic choque
    ar  ثقاف عادات تقاليد
tongue
    fr  langue parler traduc interpr francais anglais wolof
    en  language speak translat interpret french english
    pt  lingua idioma falar traduc interpret frances ingles
    es  lengua idioma hablar traduc interpret frances ingles
    ar  لغ ترجم فرنسيه بالفرنسيه انجليزي تتكلم
need
    fr  besoin probleme attente manque formul
    en  need problem gap
    pt  necessid problema precis
    es  necesid problema necesit
    ar  حاج احتياج مشكل
project
    fr  projet idee microprojet
    en  project idea
    pt  projet ideia
    es  proyect idea
    ar  مشروع مشاريع فكره
theme
    fr  theme thematique domaine secteur agricol eau energie sante educat dechet apicul elevage artisanat solaire
    en  theme topic field sector farm water energy health educat waste bee livestock craft garden solar sport sanit
    pt  tema area setor agricol agua energia saude educac residuo abelha gado artesanato horta solar saneamento
    es  tema area sector agricol agua energia salud educac residuo abeja ganado artesania huerto solar saneamiento
    ar  موضوع مجال قطاع زراع فلاح ماء طاق صح تعليم نفاي نحل حرف شمسي محو_الامي
kinds
    fr  type sorte genre categorie quelles_missions diagnostic etude evaluation audit
    en  type kind sort categor diagnos feasib evaluat audit
    pt  tipo genero categor diagnostic estudo avaliacao
    es  tipo clase categor diagnostic estudio evaluacion
    ar  نوع انواع اصناف تشخيص دراسه تقييم
solidarity
    fr  solidarite interet_general citoyennet humanitaire cooperation lucratif commercial
    en  solidarity general_interest citizenship humanitarian cooperation profit commercial
    pt  solidari interesse_geral cidadania humanitari cooperacao lucrativ comercial
    es  solidari interes_general ciudadania humanitari cooperacion lucro comercial
    ar  تضامن مصلحه_عام مواطن انساني ربح تجاري
examples
    fr  exemple deja_fait precedent realis temoign
    en  example past previous case_stud done_before stories
    pt  exemplo anteriores ja_fizeram testemunh
    es  ejemplo anteriores ya_hicieron testimoni hecho_antes
    ar  امثله مثال سابق نماذج
impact
    fr  impact efficac utile ca_marche reussi change_quelque bilan resultats_de
    en  impact effect useful worth work_well success difference achieve
    pt  impact efic util resultou funcion sucesso
    es  impact efic util funcion exito logr conseg
    ar  اثر فعال مفيد نجاح نجح
goals
    fr  =odd onu objectifs_de developpement_durable climat agenda_2030
    en  =sdg =sdgs sustainable_develop global_goals agenda_2030
    pt  =ods onu desenvolvimento_sustentavel agenda_2030
    es  =ods onu desarrollo_sostenible agenda_2030
    ar  اهداف_التنمي التنميه_المستدام امم_المتحد
charter
    fr  charte valeur ethique deontolog
    en  charter values ethic principles
    pt  carta_ valores etica principios =carta
    es  =carta valores etica principios
    ar  ميثاق قيم اخلاق مبادي
blame
    fr  responsab accident_du_travail dommage faute casser
    en  liab responsib damage fault break blame
    pt  responsab acidente_de_trabalho dano culpa estrag
    es  responsab accidente_laboral dano culpa romp
    ar  مسوول مسووليه ضرر اضرار خطا
invite
    fr  invit accueil recevoir faire_venir venir venue reciproc en_france
    en  invite welcome host come bring recipro to_france visit
    pt  convid acolh receb trazer vir reciproc vinda
    es  invit acog recib traer venir reciproc venga
    ar  دعوه استقبال نستقبل استضاف ياتي يجي معامله_بالمثل تبادل
foreign
    fr  etranger africain je_vis_a j_habite ici_au
    en  abroad foreign i_live_in african from_here overseas
    pt  estrangeir african vivo_em moro_em
    es  extranjer african vivo_en resido
    ar  اجنبي خارج اعيش اسكن افريقي
south
    fr  =sud sud_sud voisin d_un_pays
    en  =south south_south neighbouring
    pt  =sul sul_sul vizinh
    es  =sur sur_sur vecin
    ar  جنوب مجاور
robot
    fr  robot humain chatbot machine vraie_personne intelligence_artificielle =ia =bot
    en  robot human chatbot machine real_person artificial_intel =ai =bot
    pt  robo human chatbot maquina pessoa_real inteligencia_artificial =ia =bot
    es  robot human chatbot maquina persona_real inteligencia_artificial =ia =bot
    ar  روبوت انسان اله ذكاء_اصطناعي الي_
able
    fr  sais_tu sers_a sert_a savez_vous_faire commande menu m_aider
    en  can_you_do can_you_help help_me_with commands menu what_do_you_do
    pt  sabes_fazer podes_fazer comandos menu podes_ajudar
    es  sabes_hacer puedes_hacer comandos menu puedes_ayudar
    ar  تستطيع_ان تفعل تعرف_ان اوامر قايمه
trust
    fr  fiab confian sur_que officiel vrai source trompe verif certain exact
    en  trust reliab sure official true source wrong right accurate check believe
    pt  confia fiav certeza oficial verdade fonte engan correto
    es  confia fiab segur_de oficial verdad fuente equivoc cierto
    ar  ثقه موثوق رسمي صحيح مصدر تاكد
resume
    fr  reprendr plus_tard enregistr sauvegard brouillon continuer demain perdu_mes
    en  resume later save saved draft continue tomorrow carry_on come_back
    pt  retomar mais_tarde guard rascunho continuar amanha
    es  retomar mas_tarde guard borrador continuar manana seguir
    ar  استيناف لاحقا حفظ مسوده متابعه_لاحقا غدا اكمل
edit
    fr  modif corrig chang rectif revenir erreur_de trompe retour_arriere
    en  edit correct change fix modify mistake go_back typo amend
    pt  alter corrig mud edit engan voltar_atras
    es  cambi correg modif edit equivoc volver_atras
    ar  تعديل تصحيح تغيير اغير اصحح خطا غلط
erase
    fr  efface supprim oubli desinscri disparait
    en  delete erase remove forget wipe unsubscribe
    pt  apag elimin remov esquec
    es  borr elimin suprim olvid
    ar  حذف مسح ازاله احذف
privacy
    fr  donnees confident rgpd vie_privee prive secret qui_lit
    en  data privacy private confidential gdpr secret who_reads
    pt  dados confidenc rgpd privac privad segredo
    es  datos confidenc rgpd privac privad secreto
    ar  بيانات معلوماتي خصوصي سري سريه
remind
    fr  rappel rappele previen preven avert notif alert
    en  remind notify notification alert let_me_know warn
    pt  lembr avis notif alert
    es  recorda recuerd avis notif alert
    ar  تذكير ذكر اشعار اخبار اخبروني تنبيه
share_work
    fr  a_deux a_plusieurs partag collegue co_redig relire
    en  together share colleague co_writ both_of proofread
    pt  a_dois partilh colega em_conjunto reler
    es  entre_dos compart colega en_conjunto releer
    ar  معا نشارك مشاركه زميل
track
    fr  ou_en_est suivre statut_de avancement recu_mon bien_recu
    en  status track progress received where_is_my where_s_my
    pt  em_que_ponto acompanh estado recebid andament
    es  como_va en_que_punto estado recibid seguir
    ar  وصل_ملف اين_وصل تتبع حاله استلام
contact
    fr  contact telephon appel joindre mail courriel coordonn parler_a rendez_vous numero
    en  contact phone =call reach email e_mail talk_to speak_to number appointment
    pt  contact telefon ligar email e_mail falar_com numero
    es  contact telefon llamar correo email e_mail hablar_con numero
    ar  اتصال اتصل هاتف بريد ايميل رقم تواصل
complain
    fr  plaint plain reclam mecontent insatisf
    en  complain unhappy grievance dissatisf
    pt  queix reclam insatisf
    es  queja reclam insatisf
    ar  شكوي شكايه غير_راض
since
    fr  depuis_quand histoire origine annee cree naissance date_de
    en  since history origin founded started year how_old
    pt  desde_quando historia origem criado comecou
    es  desde_cuando historia origen creado empezo
    ar  منذ_متي تاريخ_ نشاه تاسس
funders
    fr  finance_le financeurs bailleur ministere fonjep argent_public etat
    en  who_funds funder ministry state public_money government
    pt  quem_financia financiador ministerio estado
    es  quien_financia financiador ministerio estado
    ar  من_يمول ممولين وزار دوله
what_is
    fr  c_est_quoi qu_est_ce explor definition signif presentation explique principe
    en  what_is explor mean explain definition about
    pt  o_que_e explor signific expliq definic
    es  que_es explor signific explic definic
    ar  ما_هو ما_هي اكسبلور explor معني تعريف شرح
gain
    fr  gagn avantag interet apport benefice valoris
    en  gain benefit advantage get_out_of interest
    pt  ganh vantag benefic interesse
    es  gan ventaj benefic interes
    ar  فايد مزايا نستفيد استفاد منفع
how_many
    fr  combien_de nombre places quota
    en  how_many number places slots quota
    pt  quantos quantas numero vagas
    es  cuantos cuantas numero plazas cupo
    ar  كم_عدد عدد اماكن مقاعد
stay
    fr  titre_de_sejour carte_de_sejour asile immigr naturalis permis_de_travail
    en  residence_permit asylum immigra work_permit settle
    pt  residencia asilo imigr autorizacao_de_trabalho
    es  residencia asilo inmigr permiso_de_trabajo
    ar  بطاقه_اقام لجوء هجره اوراق_اقام
study
    fr  etudier etudes master licence universit bourse campus
    en  study studies degree master universit scholarship
    pt  estudar estudos mestrado licenciatura universid bolsa
    es  estudiar estudios master grado universid beca
    ar  دراس ادرس جامع ماستر منحه_دراسي
job
    fr  emploi embauch cdi cdd poste recrutez carriere
    en  job vacanc hiring career employ position
    pt  emprego vaga contrat carreira
    es  empleo vacante contrat trabajo_en carrera
    ar  وظيف وظايف شغل_ توظيف
internship
    fr  stage stagiair alternance apprentissage
    en  intern placement apprentice
    pt  estagi
    es  practicas pasantia becari
    ar  تدريب_ متدرب تمرين
exchange_programmes
    fr  erasmus service_civique volontariat_europeen
    en  erasmus civic_service
    pt  erasmus servico_civico
    es  erasmus servicio_civico
    ar  ايراسموس خدمه_مدني
long_stay
    fr  un_an plusieurs_mois six_mois longue_duree vsi chantier
    en  one_year a_year several_months six_months gap_year long_term
    pt  um_ano varios_meses seis_meses longa_duracao
    es  un_ano varios_meses seis_meses larga_duracion
    ar  سنه_كامل سته_اشهر عده_اشهر
gift
    fr  =don =dons donner parrain vetement collecte ordinateur
    en  donat give_money sponsor_a clothes
    pt  doar doacao donativo apadrinh roupa
    es  donar donacion donativo apadrin ropa
    ar  تبرع هبه كفال ملابس
illness
    fr  enceinte traitement symptom diabet allerg tension fievre medic mal_au
    en  pregnan treatment symptom diabet allerg fever pills ache
    pt  gravida tratament sintoma diabet alerg tensao febre doi
    es  embaraz tratamient sintoma diabet alerg tension fiebre duele
    ar  حامل علاج اعراض سكري حساسيه ضغط_ الم_
law
    fr  juridiqu avocat tribunal proces licenci litige bail proprietaire divorce porter_plainte
    en  legal lawyer court sue landlord evict divorce notice lawsuit dismiss
    pt  juridic advogad tribunal process despe senhorio divorcio
    es  juridic abogad tribunal demanda despid casero divorcio multa
    ar  قانون محام محكم طلاق قضيه طرد
found
    fr  creer_une_asso statuts prefecture siret rna compte_bancaire journal_officiel comptabilite
    en  set_up_a found_a bylaws register_a statutes bookkeep
    pt  criar_uma_associacao estatutos registar_uma
    es  crear_una_asociacion estatutos registrar_una
    ar  تاسيس_جمعي اوسس قانون_اساسي
weather
    fr  meteo temps_fait pluie pleut temperature soleil neige tourism visiter
    en  weather rain temperature sunny snow forecast touris sightsee
    pt  tempo_faz chuva chove temperatura sol_ neve turism
    es  clima llueve lluvia temperatura nieve turism tiempo_hace
    ar  طقس مطر امطار حراره سياح ثلج
fun
    fr  blague recette football match film chanson poeme musique traduis
    en  joke recipe football match movie song poem music lyrics translate
    pt  piada receita futebol jogo filme cancao poema musica
    es  chiste receta futbol partido pelicula cancion poema musica
    ar  نكت وصف_ كره مبارا فيلم اغني قصيد طبخ
world
    fr  politique president bitcoin bourse election religion guerre capitale actualite
    en  politic president bitcoin stock election religion capital news
    pt  politic presidente bitcoin bolsa_ eleic religiao capital noticias
    es  politic presidente bitcoin bolsa_ eleccion religion capital noticias
    ar  سياس ريس بيتكوين انتخاب دين عاصم اخبار_
device
    fr  ordinateur imprimante telephone_portable wifi mot_de_passe panne repar
    en  computer printer laptop wifi password broken repair
    pt  computador impressora wifi senha avari repar
    es  ordenador impresora wifi contrasena averi repar
    ar  حاسوب طابع كلمه_السر عطل اصلاح
"""


def _read(text: str) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Each meaning, and its words in each language."""
    meanings: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in filter(None, text.splitlines()):
        if line[0] != " ":
            one = meanings.setdefault(f"<{line.strip()}>", {})
        else:
            lang, *words = line.split()
            one[lang] = tuple(words)
    return meanings


MEANINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = _read(_TEXT)
"""Each meaning, and its words in each language; `_` stands between the words of a phrase."""


class Meanings:
    """What the words of one language stand for."""

    def __init__(self, lang: str) -> None:
        self._stuck = _STUCK if lang == "ar" else 0
        self._whole: dict[str, list[str]] = defaultdict(list)
        self._begun: dict[str, list[str]] = defaultdict(list)
        self._phrases: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for meaning, by in MEANINGS.items():
            for word in by.get(lang, ()):
                self._learn(word, meaning)
        self._lengths = sorted({len(word) for word in self._begun})
        self._word: Callable[[str], _Stands] = lru_cache(_REMEMBERED)(self._stands)

    def of(self, heard: Heard) -> list[str]:
        """The meanings of a text, each once, and the classes of the names in it."""
        found, text, place = heard.classes, heard.spelled, 0
        for word in heard.spoken:
            meanings, phrases = self._word(word)
            found += meanings
            found += [meaning for at, phrase, meaning in phrases if text.startswith(phrase, place + at)]
            place += len(word) + 1
        return list(dict.fromkeys(found))

    def _learn(self, word: str, meaning: str) -> None:
        plain = word.strip("=_").replace("_", " ")
        if " " in plain:
            self._phrases[plain.split()[0]].append((plain, meaning))
        else:
            (self._whole if word.startswith("=") else self._begun)[plain].append(meaning)

    def _stands(self, word: str) -> "_Stands":
        """What a word stands for alone, and the phrases that it may begin, with where in it they would."""
        starts = range(min(self._stuck + 1, len(word)))
        begun = {word[at : at + length] for at in starts for length in self._lengths if at + length <= len(word)}
        alone = [
            *self._whole.get(word, ()),
            *(one for beginning in sorted(begun) for one in self._begun.get(beginning, ())),
        ]
        phrases = [(at, *one) for at in starts for one in self._phrases.get(word[at:], ())]
        return alone, phrases


_Stands = tuple[list[str], list[tuple[int, str, str]]]
